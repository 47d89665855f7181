package io.sparkhistory.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a namespace may say about its history server. Everything may be left out: null
 * means "as the provisioner's defaults say". So that the cluster's defaults can be changed later,
 * the schema writes none of them into the resource; only {@code suspend} has a default of its own.
 *
 * <p>Texts are checked by rules and not by patterns: of a pattern the API server shows the regular
 * expression, of a rule the sentence.
 *
 * <p>As many components, and so as many lines, as the API has fields.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "!(has(self.logDirectory) && has(self.s3))",
    message = "logDirectory and s3 both say where the logs are: set one of them",
    reason = "FieldValueForbidden")
@ValidationRule(
    value =
        "!(has(self.logDirectories) && (has(self.logDirectory) || has(self.s3) &&"
            + " has(self.s3.bucket)))",
    message = "logDirectories says where all logs are: remove logDirectory and s3.bucket",
    reason = "FieldValueForbidden")
@ValidationRule(
    value =
        "!(has(self.logDirectories) && has(self.sparkVersion)) || self.sparkVersion.matches('"
            + LogDirectory.SPARK
            + "')",
    message =
        "Spark before 4.2 reads one log directory alone: set logDirectory in place of"
            + " logDirectories, or a newer sparkVersion")
public record SparkHistoryServerSpec(
    @JsonPropertyDescription(
            "Folder of the event logs: a URL that Hadoop understands. Default: the template of the"
                + " provisioner, such as s3a://{bucket}/pipelines/{namespace}/history.")
        @Size(max = 1024)
        @ValidationRule(
            value = "self.matches('" + SparkHistoryServerSpec.LOG_DIRECTORY + "')",
            message =
                "logDirectory must be a URL such as s3a://bucket/folder, with one of the schemes"
                    + " s3a, gs, abfs, abfss, wasb, wasbs, hdfs, viewfs, file")
        @ValidationRule(
            value = "!self.contains('..')",
            message = "logDirectory must not contain '..'")
        @Nullable String logDirectory,
    @JsonPropertyDescription(
            "Several folders of event logs, in place of logDirectory, for Spark 4.2 and newer. The"
                + " history server lists the applications of all of them. Default: none.")
        @Size(min = 1, max = LogDirectory.MOST)
        @ValidationRule(
            value = "self.all(x, self.exists_one(y, y.name == x.name))",
            message = "no two of logDirectories may have the same name")
        @ValidationRule(
            value = "self.all(x, self.exists_one(y, y.url == x.url))",
            message = "no two of logDirectories may have the same url")
        @Nullable List<LogDirectory> logDirectories,
    @JsonPropertyDescription("The S3 bucket that holds the logs. Default: the provisioner's.")
        @Nullable S3 s3,
    @JsonPropertyDescription("Volumes of the pod, for logs on a persistent volume.") @Size(max = 20)
        @Nullable List<Volume> volumes,
    @JsonPropertyDescription("Where the volumes are mounted.") @Size(max = 20)
        @Nullable List<VolumeMount> volumeMounts,
    @JsonPropertyDescription("Image with Spark in it. Default: the provisioner's.")
        @Size(max = 512)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9][A-Za-z0-9._/@:-]*$')",
            message =
                "image must be the name of an image, such as registry.example.org/spark:3.5.9")
        @Nullable String image,
    @JsonPropertyDescription("When the image is pulled. Default: IfNotPresent.")
        @Nullable PullPolicy imagePullPolicy,
    @JsonPropertyDescription("Secrets of this namespace that the image is pulled with.")
        @Size(max = 20)
        @Nullable List<LocalObjectReference> imagePullSecrets,
    @JsonPropertyDescription(
            "Version of Spark in the image, such as 3.5.9. Default: read from the image's tag.")
        @Size(max = 64)
        @ValidationRule(
            value = "self.matches('" + SparkHistoryServerSpec.VERSION_PATTERN + "')",
            message = "sparkVersion must be a version of Spark, such as 3.5.9")
        @ValidationRule(
            value = "!self.matches('^0*([0-2][.]|3[.]0*[01]([.]|$))')",
            message = "sparkVersion must be 3.2 or newer: older history servers are not supported")
        @Nullable String sparkVersion,
    @JsonPropertyDescription(
            "Version of Hadoop in the image, such as 3.4.1, for images that are not Apache's own"
                + " build. It decides which AWS SDK the settings of S3 are for. Default: what"
                + " Apache's build of this Spark comes with.")
        @Size(max = 64)
        @ValidationRule(
            value = "self.matches('" + SparkHistoryServerSpec.VERSION_PATTERN + "')",
            message = "hadoopVersion must be a version of Hadoop, such as 3.4.1")
        @ValidationRule(
            value = "!self.matches('^0*([0-2][.]|3[.]0*[0-2]([.]|$))')",
            message = "hadoopVersion must be 3.3 or newer: older ones are not supported")
        @Nullable String hadoopVersion,
    @JsonPropertyDescription(
            "Whether the image has the project's launcher: Image, as images of the target"
                + " history-server have, or None, as Apache's own. With it a start costs a third of"
                + " the CPU. Default: None with an image of one's own, else what the provisioner's"
                + " defaults say of their image.")
        @Nullable Launcher launcher,
    @JsonPropertyDescription(
            "Service account of the pod, which decides what it may read. Default:"
                + " default-editor.")
        @Size(max = 253)
        @ValidationRule(
            value = "self.matches('" + SparkHistoryServerSpec.OBJECT_NAME + "')",
            message =
                "serviceAccountName must be a name of lower-case letters, digits, '-' and '.'")
        @Nullable String serviceAccountName,
    @JsonPropertyDescription(
            "Resources of the history server. The JVM's heap is two thirds of the memory limit."
                + " Default: requests cpu 100m and memory 512Mi, limits cpu 1 and memory 1Gi.")
        @Nullable ResourceRequirements resources,
    @JsonPropertyDescription("Removal of old event logs.") @Nullable Cleaner cleaner,
    @JsonPropertyDescription(
            "A volume that keeps what was read of the logs while the server sleeps. Default: none, so"
                + " that each start reads all logs again.")
        @Nullable Store store,
    @JsonPropertyDescription(
            "Sleeps when nobody looked for this long, such as 30m; 'never' keeps it on. Default:"
                + " 30m.")
        @Size(max = 64)
        @ValidationRule(
            value = "self.matches('^(never|[1-9][0-9]{0,5}(s|m|h|d))$')",
            message =
                "idleTimeout must be a whole number and one of s, m, h, d, such as 30m or 12h, or"
                    + " the word never")
        @ValidationRule(
            value = "!self.matches('^[1-9][0-9]{0,5}(s|m|h)$') || duration(self) >= duration('1m')",
            message = "idleTimeout must be at least 1m")
        @Nullable String idleTimeout,
    @JsonPropertyDescription("Keeps it asleep whatever happens.") @Default("false")
        @Nullable Boolean suspend,
    @JsonPropertyDescription(
            "Spark properties. They win over everything except what routing and security need.")
        @Size(max = 200)
        @ValidationRule(
            value = "self.all(key, key.startsWith('spark.'))",
            message = "every key of sparkConf must begin with 'spark.'")
        @Nullable Map<String, String> sparkConf,
    @JsonPropertyDescription("What is added to the pod.") @Nullable PodTemplate podTemplate,
    @JsonPropertyDescription("The pages of running applications.")
        @Nullable LiveApplications liveApplications) {

  /** Pattern of a log directory: one of the schemes that the history server is tried with. */
  public static final String LOG_DIRECTORY =
      "^(s3a|gs|abfs|abfss|wasb|wasbs|hdfs|viewfs|file):/[A-Za-z0-9/._~@:=+-]+$";

  /** Pattern of a version: two or three numbers. */
  static final String VERSION_PATTERN = "^[0-9]{1,2}[.][0-9]{1,2}([.][0-9]{1,2})?$";

  /** Pattern of an object's name (RFC 1123, subdomain). */
  static final String OBJECT_NAME = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

  /** The spec that says nothing. */
  public static final SparkHistoryServerSpec EMPTY =
      new SparkHistoryServerSpec(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null);

  /** {@code imagePullPolicy} of a container, as Kubernetes spells it. */
  public enum PullPolicy {
    @JsonProperty("Always")
    ALWAYS("Always"),
    @JsonProperty("IfNotPresent")
    IF_NOT_PRESENT("IfNotPresent"),
    @JsonProperty("Never")
    NEVER("Never");

    private final String text;

    PullPolicy(String text) {
      this.text = text;
    }

    /** As Kubernetes spells it. */
    public String text() {
      return text;
    }
  }

  /** Where the launcher of history servers is. */
  public enum Launcher {
    @JsonProperty("Image")
    IMAGE,
    @JsonProperty("None")
    NONE
  }

  /** Where an S3 bucket is. Without a secret the pod's service account is the identity. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record S3(
      @JsonPropertyDescription("Name of the bucket.")
          @Size(max = 63)
          @ValidationRule(
              value = "self.matches('^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$')",
              message =
                  "s3.bucket must be the name of a bucket alone: 3 to 63 lower-case letters,"
                      + " digits, '-' and '.'")
          @Nullable String bucket,
      @JsonPropertyDescription("URL of an S3 service other than AWS.")
          @Size(max = 512)
          @ValidationRule(
              value = "self.matches('^https?://[A-Za-z0-9.:\\\\[\\\\]-]+/?$')",
              message = "s3.endpoint must be a URL without a path, such as http://minio.minio:9000")
          @Nullable String endpoint,
      @JsonPropertyDescription("Region of the bucket.")
          @Size(max = 32)
          @ValidationRule(
              value = "self.matches('^[a-z0-9-]{2,32}$')",
              message = "s3.region must be the name of a region, such as eu-central-1")
          @Nullable String region,
      @JsonPropertyDescription("Puts the bucket into the path instead of the host name.")
          @Nullable Boolean pathStyleAccess,
      @JsonPropertyDescription(
              "Secret of this namespace with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and perhaps"
                  + " AWS_SESSION_TOKEN. Default: none, the service account is the identity.")
          @Size(max = 253)
          @ValidationRule(
              value = "self.matches('" + SparkHistoryServerSpec.OBJECT_NAME + "')",
              message =
                  "s3.credentialsSecretName must be a name of lower-case letters, digits, '-' and"
                      + " '.'")
          @Nullable String credentialsSecretName) {}

  /** Removal of old event logs by the history server itself. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Cleaner(
      @JsonPropertyDescription("Whether old logs are removed. Default: true.")
          @Nullable Boolean enabled,
      @JsonPropertyDescription("Logs older than this are removed. Default: 30d.")
          @Size(max = 64)
          @ValidationRule(
              value = "self.matches('^[1-9][0-9]{0,5}(s|m|h|d)$')",
              message =
                  "cleaner.maxAge must be a whole number and one of s, m, h, d, such as 30d or 12h")
          @Nullable String maxAge,
      @JsonPropertyDescription(
              "How often logs are looked through; a sleeping server is woken for it. Default: 1d.")
          @Size(max = 64)
          @ValidationRule(
              value = "self.matches('^[1-9][0-9]{0,5}(h|d)$')",
              message =
                  "cleaner.interval must be a whole number and one of h, d, such as 12h or 1d")
          @Nullable String interval) {}

  /** A volume for what was read of the logs. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Store(
      @JsonPropertyDescription(
              "Size of the volume, at least 1Gi. It can be raised later where the storage class"
                  + " allows that, and never lowered. 0: none, also where the defaults have one.")
          @Nullable Quantity size,
      @JsonPropertyDescription("Its storage class. Default: the cluster's default class.")
          @Size(max = 253)
          @ValidationRule(
              value = "self.matches('" + SparkHistoryServerSpec.OBJECT_NAME + "')",
              message =
                  "store.storageClassName must be a name of lower-case letters, digits, '-' and"
                      + " '.'")
          @Nullable String storageClassName) {}

  /** The pages of running applications, shown under the same rights as the history. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record LiveApplications(
      @JsonPropertyDescription(
              "Whether the gateway shows the applications that run in this namespace. Default:"
                  + " true.")
          @Nullable Boolean enabled) {}

  /** What is added to the pod. Lists and maps are added to, single values replace ours. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record PodTemplate(
      @JsonPropertyDescription("Labels and annotations of the pod.") @Nullable Metadata metadata,
      @Nullable Map<String, String> nodeSelector,
      @Size(max = 50) @Nullable List<Toleration> tolerations,
      @Nullable Affinity affinity,
      @Size(max = 20) @Nullable List<TopologySpreadConstraint> topologySpreadConstraints,
      @Nullable String priorityClassName,
      @Nullable String runtimeClassName,
      @JsonPropertyDescription("Environment of the history server.") @Size(max = 100)
          @Nullable List<EnvVar> env,
      @JsonPropertyDescription(
              "Security context of the pod. It stays non-root with the default seccomp profile.")
          @Nullable PodSecurityContext securityContext) {}

  /** Labels and annotations. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Metadata(
      @Nullable Map<String, String> labels, @Nullable Map<String, String> annotations) {}
}
