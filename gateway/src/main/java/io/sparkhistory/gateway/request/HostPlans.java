package io.sparkhistory.gateway.request;

import io.sparkhistory.gateway.routing.HostRoute;
import io.sparkhistory.gateway.routing.Route;
import java.util.Optional;

/** Plans that follow from the path and the host alone, whoever asks. */
final class HostPlans {
  private HostPlans() {}

  /** The plan for what needs no name; empty for everything else. */
  static Optional<Plan> forAnybody(Route route, HostRoute host, String method) {
    if (route instanceof Route.Ambiguous ambiguous) {
      return Optional.of(Refusals.badRequest(ambiguous));
    } else if (route instanceof Route.NotFound) {
      return elsewhere(host, method, "").or(() -> Optional.of(Refusals.NOT_FOUND));
    } else if (route instanceof Route.Elsewhere other) {
      Plan here = new Plan.Redirect(other.location(), other.permanent() ? 308 : 302);
      return elsewhere(host, method, "").or(() -> Optional.of(here));
    } else if (route instanceof Route.Asset asset) {
      Plan here = isRead(method) ? new Plan.Asset(asset.name()) : Refusals.METHOD_NOT_ALLOWED;
      return elsewhere(host, method, "").or(() -> Optional.of(here));
    }
    return Optional.empty();
  }

  /** The plan when another host serves it; empty when this one does. */
  static Optional<Plan> elsewhere(HostRoute host, String method, String user) {
    if (host instanceof HostRoute.Elsewhere other) {
      return Optional.of(
          isRead(method)
              ? new Plan.Redirect(other.address(), 307, user, other.namespace())
              : Refusals.misdirected(other.address(), user, other.namespace()));
    } else if (host instanceof HostRoute.Misdirected wrong) {
      return Optional.of(Refusals.misdirected(wrong.address(), user, wrong.namespace()));
    }
    return Optional.empty();
  }

  static boolean isRead(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }
}
