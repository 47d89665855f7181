# Three images: docker build --target gateway|provisioner|history-server .
# All of them for amd64 and arm64: docker buildx bake, with docker-bake.hcl. deploy/image/pin.sh pins the base images.
#
# Java 25: the long-term release of today, and the first whose ahead-of-time cache is made in one step.
# The code itself is compiled for 17.
ARG MAVEN_IMAGE=maven:3.9-eclipse-temurin-25
ARG JRE_IMAGE=eclipse-temurin:25-jre
ARG SPARK_VERSION=4.0.4
ARG SPARK_IMAGE=apache/spark:${SPARK_VERSION}

# ---------------------------------------------------------------------------------- build the jars
# On the builder's own architecture: jars are the same for all.
FROM --platform=$BUILDPLATFORM ${MAVEN_IMAGE} AS build
WORKDIR /src
# Without sources first: it fetches every plugin and library into a layer that only a change of a pom
# makes anew.
COPY pom.xml ./
COPY .mvn/ .mvn/
COPY api/pom.xml api/
COPY informers/pom.xml informers/
COPY program/pom.xml program/
COPY listing/pom.xml listing/
COPY history-server/pom.xml history-server/
COPY gateway/pom.xml gateway/
COPY provisioner/pom.xml provisioner/
COPY fixture/pom.xml fixture/
COPY standin/pom.xml standin/
COPY bench/pom.xml bench/
COPY deploy/helm/pom.xml deploy/helm/
COPY local/pom.xml local/
COPY local/spark/pom.xml local/spark/
COPY local/spark-3.5/pom.xml local/spark-3.5/
COPY local/s3-server/pom.xml local/s3-server/
COPY local/s3/pom.xml local/s3/
RUN mvn -B -q -Dquick -pl gateway,provisioner -am clean package
COPY api/src/main/ api/src/main/
COPY informers/src/main/ informers/src/main/
COPY program/src/main/ program/src/main/
COPY listing/src/main/ listing/src/main/
COPY history-server/src/main/ history-server/src/main/
COPY gateway/src/main/ gateway/src/main/
COPY provisioner/src/main/ provisioner/src/main/
RUN mvn -B -q -o -Dquick -pl gateway,provisioner -am clean package

# ------------------------------------------------------------------------------------- the gateway
FROM ${JRE_IMAGE} AS gateway
WORKDIR /app
# libraries first: they change seldom
COPY --from=build /src/gateway/target/lib/ lib/
COPY --from=build /src/gateway/target/gateway.jar ./
# Made by the Java and of the jars that the image has, because it is checked against both.
RUN --mount=type=bind,source=deploy/image/aot-cache.sh,target=/aot-cache.sh \
    ["bash", "/aot-cache.sh", "/app/gateway.jar"]
# The user has a number, so that Kubernetes can see that it is not root.
USER 65532:65532
EXPOSE 8080 9090
# 40 percent heap, as much again for Netty's buffers outside of it, the rest for the JVM. Out of memory
# ends the process, so that it is started anew. More flags: the variable JDK_JAVA_OPTIONS; with
# one that does not fit the cache, Java says so and starts without it.
ENTRYPOINT ["java", "-XX:AOTCache=/app/gateway.aot", "-XX:+UseSerialGC", \
  "-XX:MaxRAMPercentage=40", "-XX:+ExitOnOutOfMemoryError", "-XX:+PerfDisableSharedMem", \
  "--sun-misc-unsafe-memory-access=allow", "-jar", "/app/gateway.jar", "gateway"]
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="Spark History Gateway" \
  org.opencontainers.image.description="One gateway in front of everybody's private Spark History Server" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.source="${SOURCE}" \
  org.opencontainers.image.revision="${REVISION}"

# --------------------------------------------------------------------------------- the provisioner
FROM ${JRE_IMAGE} AS provisioner
WORKDIR /app
COPY --from=build /src/provisioner/target/lib/ lib/
COPY --from=build /src/provisioner/target/provisioner.jar ./
RUN --mount=type=bind,source=deploy/image/aot-cache.sh,target=/aot-cache.sh \
    ["bash", "/aot-cache.sh", "/app/provisioner.jar"]
USER 65532:65532
EXPOSE 9090
ENTRYPOINT ["java", "-XX:AOTCache=/app/provisioner.aot", "-XX:+UseSerialGC", \
  "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-XX:+PerfDisableSharedMem", \
  "-jar", "/app/provisioner.jar"]
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="Spark History Provisioner" \
  org.opencontainers.image.description="Makes a private Spark History Server of each SparkHistoryServer resource" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.source="${SOURCE}" \
  org.opencontainers.image.revision="${REVISION}"

# ------------------------------------------------- what Spark lacks to read S3, Google Cloud, Azure
FROM ${SPARK_IMAGE} AS spark

FROM --platform=$BUILDPLATFORM ${MAVEN_IMAGE} AS connectors
ARG GCS_CONNECTOR_VERSION=hadoop3-2.2.26
COPY --from=spark /opt/spark/jars/ /spark/
COPY deploy/image/connectors-pom.xml deploy/image/connectors.sh /connectors/
RUN ["bash", "/connectors/connectors.sh", "/spark", "/jars"]

# ------------------------------------------------------------------------------ the history server
FROM ${SPARK_IMAGE} AS history-server
ARG SPARK_VERSION
ARG REVISION=unknown
ARG SOURCE=unknown
COPY --from=connectors /jars/ /opt/spark/jars/
COPY --from=build /src/history-server/target/history-server.jar /opt/spark/history-server/launcher.jar
# The class-data archive is made by the Java and of the jars that the image has, because it is checked
# against both: a history server runs over example logs, and each kind of page is opened.
USER 0:0
RUN --mount=type=bind,source=deploy/image/launcher.sh,target=/launcher.sh \
    --mount=type=bind,source=examples/eventlogs,target=/eventlogs \
    ["bash", "/launcher.sh", "/opt/spark", "/eventlogs"]
# Spark's own user in its official images
USER 185:185
EXPOSE 18080
# What to run is the provisioner's to say: java with a properties file, and no shell in between. This is
# for a try by hand, with the logs mounted at /logs.
ENTRYPOINT ["java", "@/opt/spark/history-server/java-options", \
  "-Dspark.history.fs.logDirectory=file:///logs", "io.sparkhistory.historyserver.Launcher"]
LABEL org.opencontainers.image.title="Spark History Server" \
  org.opencontainers.image.description="Apache Spark with what S3, Google Cloud Storage and Azure need" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${SPARK_VERSION}" \
  org.opencontainers.image.source="${SOURCE}" \
  org.opencontainers.image.revision="${REVISION}"
