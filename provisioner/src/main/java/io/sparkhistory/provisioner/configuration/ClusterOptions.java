package io.sparkhistory.provisioner.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import io.sparkhistory.provisioner.objects.ClusterSettings;
import java.util.Map;

/** The options that {@link ClusterSettings} is made of. */
final class ClusterOptions {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.ALL);

  private static final Option<String> PREFIX =
      OPTIONS.option(
          "prefix",
          Kinds.PREFIX,
          "/sparkhistory",
          "path below which the gateway serves all tenants: the gateway's --prefix");
  private static final Option<String> GATEWAY_NAMESPACE =
      OPTIONS.option(
          "gateway-namespace", Kinds.NAME, "spark-history", "namespace of the gateway's pods");
  private static final Option<Map<String, String>> GATEWAY_LABELS =
      OPTIONS.option(
          "gateway-labels",
          Kinds.LABELS,
          "app.kubernetes.io/name=spark-history-gateway",
          "labels of the gateway's pods; NetworkPolicies let these pods reach the history servers");
  private static final Option<String> GATEWAY_PRINCIPAL =
      OPTIONS.option(
          "gateway-principal",
          Kinds.PRINCIPAL,
          "",
          "the gateway's identity in the mesh; none:"
              + " cluster.local/ns/GATEWAY_NAMESPACE/sa/spark-history-gateway");
  private static final Option<Boolean> AMBIENT =
      OPTIONS.option(
          "ambient",
          Kind.BOOLEAN,
          "false",
          "history servers are in Istio's ambient mode; policies contain only what ztunnel enforces");
  private static final Option<String> SPARK_HOME =
      OPTIONS.option(
          "spark-home",
          Kinds.SPARK_HOME,
          "/opt/spark",
          "folder of Spark in the images of history servers");

  private ClusterOptions() {}

  static ClusterSettings of(Values values) {
    String gateway = values.get(GATEWAY_NAMESPACE);
    String principal = values.get(GATEWAY_PRINCIPAL);
    return new ClusterSettings(
        values.get(PREFIX),
        gateway,
        values.get(GATEWAY_LABELS),
        principal.isEmpty()
            ? "cluster.local/ns/" + gateway + "/sa/spark-history-gateway"
            : principal,
        values.get(SPARK_HOME),
        values.get(AMBIENT));
  }
}
