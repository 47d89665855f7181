package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the source of tenants.
 *
 * @param file the tenants' file; empty where tenants come from elsewhere
 * @param kubernetes whether they come from the Kubernetes API
 * @param selector labels of Services that somebody else made; empty for none
 */
public record TenantSettings(
    Optional<Path> file, boolean kubernetes, String selector, String clusterDomain) {
  static final OptionGroup OPTIONS = new OptionGroup(Set.of(Commands.GATEWAY));

  static final Option<Optional<Path>> TENANTS =
      OPTIONS.option(
          "tenants", Kind.FILE, "", "YAML file of the history servers and who may look at them");
  static final Option<Boolean> KUBERNETES =
      OPTIONS.option(
          "kubernetes",
          Kind.SWITCH,
          "false",
          "read the history servers from the Kubernetes API; default in a pod without"
              + " --tenants: true");
  private static final Option<String> SELECTOR =
      OPTIONS.option(
          "selector",
          Kinds.LABELS,
          "",
          "label of the Services of history servers that the provisioner does not run");
  private static final Option<String> CLUSTER_DOMAIN =
      OPTIONS.option(
          "cluster-domain", Kinds.DNS_NAME, "cluster.local", "DNS domain of the cluster");

  static TenantSettings of(Values values) {
    TenantSettings settings =
        new TenantSettings(
            values.get(TENANTS),
            values.get(KUBERNETES),
            values.get(SELECTOR),
            values.get(CLUSTER_DOMAIN));
    boolean listed = settings.file.isPresent();
    values.require(
        !values.command().equals(Commands.GATEWAY) || listed || settings.kubernetes,
        "--tenants is missing: name the YAML file that lists the history servers, or use"
            + " --kubernetes");
    values.require(
        !(settings.kubernetes && listed),
        "--kubernetes and --tenants exclude each other: tenants come from one place");
    values.require(
        settings.kubernetes || settings.selector.isEmpty(), "--selector is for --kubernetes only");
    return settings;
  }
}
