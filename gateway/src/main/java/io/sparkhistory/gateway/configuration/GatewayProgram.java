package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Program;
import io.sparkhistory.program.commandline.Refused;
import java.util.List;
import java.util.Map;

/** The gateway's command line: its commands and the table of everything that can be configured. */
public final class GatewayProgram {
  /** There in every pod (Kubernetes: "Accessing the API from within a Pod"). */
  private static final String POD = "KUBERNETES_SERVICE_HOST";

  /** In the order in which {@code --help} and the README show them. */
  private static final List<OptionGroup> GROUPS =
      List.of(
          ServerSettings.OPTIONS,
          LogSettings.OPTIONS,
          HostSettings.OPTIONS,
          TenantSettings.OPTIONS,
          LocalServers.OPTIONS,
          VisitorSettings.OPTIONS,
          IsolationSettings.OPTIONS,
          ProofSettings.OPTIONS,
          AccessSettings.OPTIONS,
          HeadLimits.OPTIONS,
          ClientLimits.OPTIONS,
          ClientTimeouts.OPTIONS,
          UpstreamSettings.OPTIONS,
          HoldSettings.OPTIONS,
          StartPageSettings.OPTIONS);

  static final Program PROGRAM =
      new Program(
          "sparkhistory",
          List.of(Commands.GATEWAY, Commands.LOCAL),
          GROUPS.stream().<Option<?>>flatMap(group -> group.options().stream()).toList());

  private GatewayProgram() {}

  /**
   * Reads the arguments and the environment. Whoever runs in a cluster and names no file means the
   * cluster.
   */
  public static Program.Request read(
      List<String> arguments, Map<String, String> environment, String version) throws Refused {
    Program.Request request = PROGRAM.read(arguments, environment, version);
    if (request instanceof Program.Request.Run run
        && environment.containsKey(POD)
        && run.values().command().equals(Commands.GATEWAY)
        && !run.values().isGiven(TenantSettings.TENANTS)) {
      run.values().suppose(TenantSettings.KUBERNETES, POD, "true");
    }
    return request;
  }
}
