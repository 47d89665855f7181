package io.sparkhistory.provisioner;

import java.util.Locale;

/**
 * Everything that can be configured, by a flag or by an environment variable, in the order in which
 * {@code --help} shows it. A default of "" is explained in the description.
 */
enum Option {
  DEFAULTS("FILE", "", "YAML file with the cluster's defaults and limits; re-read when it changes"),
  PREFIX("PATH", "/sparkhistory", "path under which the gateway serves all tenants"),
  PUBLIC_URL("URL", "", "where browsers find the gateway, for the status; without it only a path"),
  TENANT_HOST(
      "PATTERN",
      "",
      "the gateway's --tenant-host, for the status, with the scheme and port of --public-url"),
  GATEWAY_NAMESPACE("NAME", "spark-history", "namespace of the gateway's pods"),
  GATEWAY_LABELS(
      "KEY=VALUE,…",
      "app.kubernetes.io/name=spark-history-gateway",
      "labels of the gateway's pods, which alone reach the history servers"),
  GATEWAY_PRINCIPAL(
      "NAME",
      "",
      "the gateway's identity in the mesh; by default"
          + " cluster.local/ns/<gateway-namespace>/sa/spark-history-gateway"),
  SPARK_HOME("PATH", "/opt/spark", "where Spark is in the images"),
  MAX_STARTING(
      "NUMBER", "4", "history servers that may start at once; docs/sizing.md says how many"),
  CLEANING_TIME(
      "DURATION",
      "10m",
      "how long a server that nobody visits stays awake at most, to make its log folder or clean it"),
  PROFILES("BOOLEAN", "true", "give every namespace of the profile selector a history server"),
  PROFILE_SELECTOR(
      "SELECTOR",
      "app.kubernetes.io/part-of=kubeflow-profile",
      "label selector of the namespaces that get one"),
  NAMESPACES("NAME,…", "", "the only namespaces that are looked at; by default all"),
  REQUESTS_PER_SECOND("NUMBER", "40", "most requests to the API server in a second, watches aside"),
  RESYNC("DURATION", "10m", "every resource is looked at again after this long"),
  LEADER_ELECTION(
      "BOOLEAN", "true", "work only while holding the Lease, so that replicas can wait"),
  LEADER_NAMESPACE("NAME", "", "namespace of the Lease; by default the gateway's"),
  ADMIN("HOST:PORT", "127.0.0.1:9090", "address of /livez, /readyz and /metrics");

  private final String shape;
  private final String standard;
  private final String description;

  Option(String shape, String standard, String description) {
    this.shape = shape;
    this.standard = standard;
    this.description = description;
  }

  String flag() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Name of the environment variable; the flag wins over it. */
  String variable() {
    return "SPARKHISTORY_" + name();
  }

  String shape() {
    return shape;
  }

  String standard() {
    return standard;
  }

  String description() {
    return description;
  }
}
