package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Values;
import java.util.Optional;

/**
 * The checked configuration. The options in each record's file have the defaults and say what each
 * value means. One component for each group, therefore more than six.
 *
 * @param local present when history servers run on this machine
 */
public record GatewayConfig(
    ServerSettings server,
    HostSettings hosts,
    TenantSettings tenants,
    Optional<LocalServers> local,
    Access access,
    IsolationSettings isolation,
    StartPageSettings startPage,
    Limits limits) {

  /** Who the visitor is, what backs that, and how permissions are asked for. */
  public record Access(VisitorSettings visitor, ProofSettings proof, AccessSettings review) {}

  /**
   * Reads every value; mistakes are noted in the values, so the result counts only after {@link
   * Values#check()}.
   */
  public static GatewayConfig of(Values values) {
    VisitorSettings visitor = VisitorSettings.of(values);
    return new GatewayConfig(
        ServerSettings.of(values),
        HostSettings.of(values),
        TenantSettings.of(values),
        LocalServers.of(values),
        new Access(visitor, ProofSettings.of(values), AccessSettings.of(values)),
        IsolationSettings.of(values, visitor),
        StartPageSettings.of(values),
        Limits.of(values));
  }
}
