package io.sparkhistory.provisioner.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import io.sparkhistory.provisioner.objects.ClusterSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that can be configured.
 *
 * @param cluster what all tenants have in common
 * @param site where browsers find the gateway
 * @param defaults file of the cluster's defaults and limits, if there is one
 */
public record ProvisionerConfig(
    ClusterSettings cluster,
    Site site,
    Optional<Path> defaults,
    Work work,
    Profiles profiles,
    Presence presence) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.ALL);

  private static final Option<Optional<Path>> DEFAULTS =
      OPTIONS.option(
          "defaults",
          Kind.FILE,
          "",
          "YAML file with the cluster's defaults and limits; re-read when it changes");

  /**
   * Reads every value; mistakes are noted in the values, so the result counts only after {@link
   * Values#check()}.
   */
  public static ProvisionerConfig of(Values values) {
    ClusterSettings cluster = ClusterOptions.of(values);
    return new ProvisionerConfig(
        cluster,
        Site.of(values),
        values.get(DEFAULTS),
        Work.of(values),
        Profiles.of(values),
        Presence.of(values, cluster.gatewayNamespace()));
  }
}
