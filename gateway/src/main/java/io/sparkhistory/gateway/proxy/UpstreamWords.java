package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.request.KeptOut;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.upstream.ConnectFailure;
import io.sparkhistory.gateway.upstream.ResponseFailure;

/**
 * Outcomes of a forwarded request and the messages to its client, by the destination: a history
 * server or a driver.
 */
sealed interface UpstreamWords {
  static UpstreamWords of(Plan.Upstream plan) {
    return plan instanceof Plan.Live live ? new OfDriver(live) : OfHistoryServer.WORDS;
  }

  /** The response was passed on whole. */
  Outcome whole();

  /** It broke off. */
  Outcome aborted();

  Plan.Refuse notConnected(ConnectFailure failure);

  Plan.Refuse noResponse(ResponseFailure failure);

  /** Others have all connections, and too many wait for one. */
  String full();

  /** Others have had all connections for too long. */
  String busy();

  /** It is not the other side that fails, but this process has nothing to reach it with. */
  private static Plan.Refuse noSocket() {
    return Plan.Refuse.of(
        Outcome.OVERLOADED,
        "The gateway has no socket left to pass the request on.",
        "Try again in a few seconds.");
  }

  /** Of a history server. */
  final class OfHistoryServer implements UpstreamWords {
    static final UpstreamWords WORDS = new OfHistoryServer();

    private OfHistoryServer() {}

    @Override
    public Outcome whole() {
      return Outcome.FORWARDED;
    }

    @Override
    public Outcome aborted() {
      return Outcome.UPSTREAM_ABORTED;
    }

    @Override
    public Plan.Refuse notConnected(ConnectFailure failure) {
      return switch (failure) {
        case NO_SOCKET -> noSocket();
        case TIMEOUT -> unreachable(Outcome.UPSTREAM_CONNECT_TIMEOUT);
        case UNREACHABLE -> unreachable(Outcome.UPSTREAM_UNREACHABLE);
      };
    }

    @Override
    public Plan.Refuse noResponse(ResponseFailure failure) {
      Outcome outcome =
          switch (failure) {
            case CLOSED -> Outcome.UPSTREAM_CLOSED;
            case TIMEOUT -> Outcome.UPSTREAM_TIMEOUT;
            case INVALID -> Outcome.UPSTREAM_INVALID;
          };
      return Plan.Refuse.of(outcome, "The history server gave no usable answer.", "Try again.");
    }

    @Override
    public String full() {
      return "Too many requests wait for this history server.";
    }

    @Override
    public String busy() {
      return "This history server has been busy with other requests for too long.";
    }

    private static Plan.Refuse unreachable(Outcome outcome) {
      return Plan.Refuse.of(
          outcome,
          "The history server cannot be reached.",
          "Try again in a few seconds. If it stays so, ask whoever runs the cluster.");
    }
  }

  /** Of the driver of a running application. */
  record OfDriver(Plan.Live plan) implements UpstreamWords {
    @Override
    public Outcome whole() {
      return Outcome.LIVE;
    }

    @Override
    public Outcome aborted() {
      return Outcome.LIVE_ABORTED;
    }

    @Override
    public Plan.Refuse notConnected(ConnectFailure failure) {
      return switch (failure) {
        case NO_SOCKET -> noSocket();
        case TIMEOUT -> KeptOut.NETWORK_POLICY.refuse(plan);
        case UNREACHABLE -> refuse(Outcome.LIVE_FAILED);
      };
    }

    @Override
    public Plan.Refuse noResponse(ResponseFailure failure) {
      return switch (failure) {
        case CLOSED, INVALID -> refuse(Outcome.LIVE_FAILED);
        case TIMEOUT -> refuse(Outcome.LIVE_TIMEOUT);
      };
    }

    @Override
    public String full() {
      return "Too many requests wait for this application.";
    }

    @Override
    public String busy() {
      return "This application has been busy with other requests for too long.";
    }

    private Plan.Refuse refuse(Outcome outcome) {
      return new Plan.Refuse(
          outcome,
          "",
          "",
          "",
          plan.user(),
          plan.namespace(),
          plan.access(),
          new Plan.Refuse.Failure("", plan.application()));
    }
  }
}
