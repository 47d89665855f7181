package io.sparkhistory.gateway.request;

import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.DriverUse;
import io.sparkhistory.gateway.routing.Route;
import io.sparkhistory.gateway.routing.Routes;
import io.sparkhistory.gateway.routing.Tenant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides about requests for running applications. Who may look at a namespace's history may look
 * at what runs there; whatever else a request does needs more, see {@link DriverUse}.
 */
final class LiveRequests {
  private final Routes routes;
  private final Backends backends;
  private final DriverLinks links = new DriverLinks();

  LiveRequests(Routes routes, Backends backends) {
    this.routes = routes;
    this.backends = backends;
  }

  /**
   * What a visit asks of a driver.
   *
   * @param use what it does there
   * @param ownPage whether a page of the same application asks
   * @param path the driver's path and query, for when it has ended; null unless the method reads
   */
  record Asked(Route.ToDriver to, DriverUse use, boolean ownPage, @Nullable ByteRange path) {

    /** What the caller has to be allowed. */
    Verb verb() {
      return use == DriverUse.LOOK ? Verb.GET : Verb.UPDATE;
    }
  }

  /** To be called while the visit is valid. */
  Asked asked(Route.ToDriver to, Visit visit) {
    String method = visit.method();
    boolean reads = isRead(method) || method.equals("OPTIONS");
    DriverUse use = reads ? to.use() : DriverUse.ACT;
    return new Asked(
        to,
        use,
        use != DriverUse.ACT
            || OwnPage.asked(visit, routes.prefixOf(to.tenant(), to.application())),
        isRead(method) ? copy(visit.target(), to.rest()) : null);
  }

  /** The plan for somebody who may do it. */
  Plan plan(Caller caller, Asked asked, String why) {
    Tenant tenant = asked.to().tenant();
    String application = asked.to().application();
    if (!asked.ownPage()) {
      String page = routes.prefixOf(tenant, application) + "/";
      return refuse(Outcome.LIVE_FOREIGN, page, caller, asked, why);
    }
    Driver driver = backends.drivers().find(tenant, application);
    if (driver instanceof Driver.Running running) {
      return new Plan.Live(
          tenant,
          caller,
          why,
          running.endpoint(),
          asked.to().rest(),
          application,
          backends.drivers().gatewayNamespace());
    } else if (driver instanceof Driver.Starting) {
      return refuse(Outcome.LIVE_STARTING, "", caller, asked, why);
    }
    ByteRange path = asked.path();
    return path == null
        ? refuse(Outcome.LIVE_ENDED, "", caller, asked, why)
        : new Plan.Ended(tenant, caller, why, routes.inHistory(tenant, application, path));
  }

  /**
   * Where the links of the pages lead that this plan is about; empty when that is where the gateway
   * has them. Never fails.
   */
  CompletionStage<String> linksOf(Plan.Live plan) {
    return links.base(plan.endpoint(), routes.prefixOf(plan.tenant(), plan.application()));
  }

  /** The plan for the list of somebody who may look. */
  Plan list(Caller caller, Tenant tenant, String why) {
    return new Plan.Running(tenant, caller, why, List.copyOf(backends.drivers().of(tenant)));
  }

  /**
   * A no to more than a look, which says what is missing, whether there is such an application or
   * not.
   */
  static Plan aboutMore(Plan plan, Verb verb) {
    return verb == Verb.UPDATE
            && plan instanceof Plan.Refuse no
            && no.outcome() == Outcome.FORBIDDEN
        ? new Plan.Refuse(
            Outcome.FORBIDDEN,
            "Who may only look at a namespace cannot stop its applications or have their threads"
                + " and heap dumped.",
            "Ask the namespace's owner for the role of an editor.",
            "",
            no.user(),
            no.namespace(),
            no.access())
        : plan;
  }

  /** The bytes of a visit are another's when access has been asked for. */
  private static ByteRange copy(ByteRange target, int from) {
    byte[] bytes = Arrays.copyOfRange(target.bytes(), from, target.to());
    return new ByteRange().set(bytes, 0, bytes.length);
  }

  private static boolean isRead(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** In the words of the outcome. */
  private static Plan.Refuse refuse(
      Outcome outcome, String example, Caller caller, Asked asked, String why) {
    return new Plan.Refuse(
        outcome,
        "",
        "",
        example,
        caller.user(),
        asked.to().tenant().namespace(),
        why,
        new Plan.Refuse.Failure("", asked.to().application()));
  }
}
