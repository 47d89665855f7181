package io.sparkhistory.gateway.configuration;

import static io.sparkhistory.gateway.configuration.Commands.GATEWAY;
import static io.sparkhistory.gateway.configuration.Commands.LOCAL;

import io.sparkhistory.api.TenantHostPattern;
import io.sparkhistory.gateway.routing.TenantHosts;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of hosts for namespaces.
 *
 * @param pattern of the hosts of the namespaces; empty: every host serves everything
 * @param main name of the host of the landing page; empty only without a pattern
 */
public record HostSettings(Optional<TenantHostPattern> pattern, String main) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.SERVING);

  private static final Option<Optional<TenantHostPattern>> TENANT_HOST =
      OPTIONS.option(
          "tenant-host",
          Kinds.TENANT_HOST,
          "",
          "pattern of a host for each namespace, such as {namespace}.spark.example.com; none: off");
  private static final Option<String> MAIN_HOST =
      OPTIONS.option(
          "main-host",
          Kinds.HOST_NAME,
          Map.of(GATEWAY, "", LOCAL, "localhost"),
          "host of the landing page and the dashboard, with --tenant-host");

  static HostSettings of(Values values) {
    HostSettings settings = new HostSettings(values.get(TENANT_HOST), values.get(MAIN_HOST));
    settings.pattern.ifPresent(pattern -> settings.check(values, pattern));
    return settings;
  }

  private void check(Values values, TenantHostPattern pattern) {
    values.require(
        !main.isEmpty(),
        "--tenant-host needs --main-host: name the host on which people open the dashboard,"
            + " such as --main-host "
            + pattern.domain());
    values.require(
        !pattern.covers(main),
        "--main-host "
            + main
            + " is a host of a namespace by --tenant-host: choose a name that does not end with ."
            + pattern.domain());
  }

  public TenantHosts tenantHosts() {
    return pattern.map(p -> new TenantHosts(p.domain(), main)).orElse(TenantHosts.OFF);
  }
}
