package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.upstream.ConnectFailure;
import io.sparkhistory.gateway.upstream.ResponseFailure;

/** Refusals for a client whose history server could not be reached, or gave no usable response. */
final class Refusals {
  private Refusals() {}

  static Plan.Refuse notConnected(ConnectFailure failure) {
    return switch (failure) {
      case NO_SOCKET ->
          Plan.Refuse.of(
              Outcome.OVERLOADED,
              "The gateway has no socket left to reach the history server.",
              "Try again in a few seconds.");
      case TIMEOUT -> unreachable(Outcome.UPSTREAM_CONNECT_TIMEOUT);
      case UNREACHABLE -> unreachable(Outcome.UPSTREAM_UNREACHABLE);
    };
  }

  static Plan.Refuse noResponse(ResponseFailure failure) {
    Outcome outcome =
        switch (failure) {
          case CLOSED -> Outcome.UPSTREAM_CLOSED;
          case TIMEOUT -> Outcome.UPSTREAM_TIMEOUT;
          case INVALID -> Outcome.UPSTREAM_INVALID;
        };
    return Plan.Refuse.of(outcome, "The history server gave no usable answer.", "Try again.");
  }

  private static Plan.Refuse unreachable(Outcome outcome) {
    return Plan.Refuse.of(
        outcome,
        "The history server cannot be reached.",
        "Try again in a few seconds. If it stays so, ask whoever runs the cluster.");
  }
}
