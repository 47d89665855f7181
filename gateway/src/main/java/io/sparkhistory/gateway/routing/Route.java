package io.sparkhistory.gateway.routing;

/** Destination of a request by its target. */
public sealed interface Route {

  /**
   * A page of a tenant's history server.
   *
   * @param rest index, in the bytes that were routed, of the slash that starts what the history
   *     server is asked for
   * @param application whose event log the server has to read for it, see {@link ApplicationPath};
   *     empty: none
   * @param serverLog whether it is the log of the server itself, see {@link ServerLog}
   */
  record ToTenant(Tenant tenant, int rest, String application, boolean serverLog)
      implements Route {}

  /**
   * A page of a running application: {@code <namespace>/-/live/<application>/…}.
   *
   * @param rest index, in the bytes that were routed, of the slash that starts what the driver is
   *     asked for
   * @param use what a request does there whose method only reads
   */
  record ToDriver(Tenant tenant, String application, int rest, DriverUse use) implements Route {}

  /** The running applications of a tenant: {@code <namespace>/-/live/}. */
  record Running(Tenant tenant) implements Route {}

  /** An application in whichever namespace it is: {@code -/app/<application>}. */
  record FindApplication(String application) implements Route {}

  /**
   * Another path of the gateway.
   *
   * @param location path-absolute, and safe to be sent in a header
   * @param permanent whether it is the same thing under its proper path (308, query kept); not so
   *     for the dashboard's unreplaced placeholder, which means something else tomorrow (302)
   * @param namespace whose path it is; empty: nobody's
   */
  record Elsewhere(String location, boolean permanent, String namespace) implements Route {}

  /** The list of namespaces that the caller may see. */
  record Landing() implements Route {}

  /**
   * State of a tenant's server, for the waiting page: {@code -/status/<namespace>}, or for one
   * application {@code -/status/<namespace>/<application>}.
   *
   * @param application empty: the server's state, whatever is to be opened
   */
  record Status(Tenant tenant, String application) implements Route {}

  /** A file of the gateway's own pages: {@code -/assets/<name>}. */
  record Asset(String name) implements Route {}

  /** Where browsers report what the policy of a page forbids: {@code -/fence-reports}. */
  record FenceReport() implements Route {}

  /** Not below the prefix, or nothing that the gateway has. */
  record NotFound() implements Route {}

  /**
   * A namespace that cannot be served because its name collides with the history server's paths.
   */
  record Reserved(Tenant tenant) implements Route {}

  /**
   * A target that could be read in two ways, so it is not read at all (400).
   *
   * @param reason a sentence for the client, without any part of the target
   */
  record Ambiguous(String reason) implements Route {}
}
