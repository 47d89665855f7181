package io.sparkhistory.gateway.request;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Callers;
import io.sparkhistory.gateway.access.Identity;
import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.access.Proof.Verdict;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.HostRoute;
import io.sparkhistory.gateway.routing.Route;
import io.sparkhistory.gateway.routing.Routes;
import io.sparkhistory.gateway.routing.Tenant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a request is handled. Read {@link #decide} first: it is the order of decisions, and
 * that order is the isolation of the tenants.
 *
 * <p>Where the request leads comes first, because that needs nobody's trust. Then who asks and
 * whether that can be believed, then whether this host serves it, then whether they may, and only
 * then the state of the history server: a stranger can neither wake a server nor learn that there
 * is one. Which host serves what depends on names alone, so it is told before access is decided and
 * tells nothing about a namespace. Every way out that is not a clear yes is a refusal.
 */
public final class RequestGate {
  private final Routes routes;
  private final Callers callers;
  private final Proof proof;
  private final AccessReview access;
  private final Backends backends;
  private final LiveRequests live;

  /**
   * @param proof how far the identity headers can be believed
   */
  public RequestGate(
      Routes routes, Callers callers, Proof proof, AccessReview access, Backends backends) {
    this.routes = routes;
    this.callers = callers;
    this.proof = proof;
    this.access = access;
    this.backends = backends;
    this.live = new LiveRequests(routes, backends);
  }

  /**
   * The plan for a visit. Complete when it is returned, unless access has to be asked for; then it
   * completes on the thread that brings the answer, and the visit is not looked at again. Never
   * completes exceptionally, and this method never throws.
   */
  public CompletionStage<Plan> decide(Visit visit) {
    try {
      String method = visit.method();
      if (method.equals("TRACE") || method.equals("CONNECT")) {
        return done(Refusals.METHOD_NOT_ALLOWED);
      }
      ByteRange target = visit.target();
      Route route = routes.find(target.bytes(), target.from(), target.to());
      HostRoute host =
          routes.hosts().on()
              ? routes.at(route, target, visit.host(), visit.secure())
              : HostRoute.HERE;
      Optional<Plan> known = HostPlans.forAnybody(route, host, method);
      if (known.isPresent()) {
        return done(known.get());
      }
      Identity identity =
          callers.identify(visit.userFields(), visit.user(), visit.groupsFields(), visit.groups());
      if (!(identity instanceof Identity.Known who)) {
        return done(Refusals.unknown(identity));
      }
      CompletableFuture<Verdict> verdict = proof.of(visit, who.caller()).toCompletableFuture();
      LiveRequests.Asked driver = route instanceof Route.ToDriver to ? live.asked(to, visit) : null;
      Asked asked = new Asked(route, host, method, mayWake(route, visit), driver);
      return verdict.isDone() && !verdict.isCompletedExceptionally() // nearly always
          ? ifProven(verdict.join(), null, asked)
          : verdict
              .handle((what, failure) -> ifProven(what, failure, asked))
              .thenCompose(plan -> plan);
    } catch (RuntimeException e) {
      return done(Refusals.defect(e));
    }
  }

  /** See {@link LiveRequests#linksOf}. */
  public CompletionStage<String> linksOf(Plan.Live plan) {
    return live.linksOf(plan);
  }

  /**
   * Tells that a request had a response that shows interest in the server, so that it stays awake.
   * Called while the response streams, too.
   */
  public void served(Plan.Upstream plan) {
    if (plan instanceof Plan.Forward forward) {
      backends.touch(forward.tenant());
    }
  }

  /** Tells that a request was sent to the history server. */
  public void sent(Plan.Upstream plan) {
    if (plan instanceof Plan.Forward forward && !forward.application().isEmpty()) {
      backends.logReads(forward.tenant()).begin(forward.application());
    }
  }

  /** Tells that the history server or driver has begun its response. */
  public void responseBegan(Plan.Upstream plan) {
    if (plan instanceof Plan.Forward forward && !forward.application().isEmpty()) {
      backends.logReads(forward.tenant()).end(forward.application());
    }
  }

  /**
   * What a visit asks for.
   *
   * @param wakes whether it may wake a server
   * @param driver what it asks of a running application; null: nothing
   */
  private record Asked(
      Route route,
      HostRoute host,
      String method,
      boolean wakes,
      LiveRequests.@Nullable Asked driver) {}

  /** Of an application that is looked for, a button on the page that says so wakes servers. */
  private boolean mayWake(Route route, Visit visit) {
    return route instanceof Route.FindApplication
        ? visit.method().equals("POST") && OwnPage.asked(visit, routes.finder())
        : !visit.method().equals("HEAD") && !visit.prefetch();
  }

  /** Goes on as the one who is proven; refuses everything else. */
  private CompletionStage<Plan> ifProven(
      @Nullable Verdict verdict, @Nullable Throwable failure, Asked asked) {
    try {
      return failure == null && verdict instanceof Verdict.Proven proven
          ? decide(proven.caller(), asked)
          : done(Refusals.notProven(verdict));
    } catch (RuntimeException e) {
      return done(Refusals.defect(e));
    }
  }

  /** The decisions for somebody whose name is known. */
  private CompletionStage<Plan> decide(Caller caller, Asked asked) {
    Route route = asked.route();
    String method = asked.method();
    Optional<Plan> elsewhere = HostPlans.elsewhere(asked.host(), method, caller.user());
    if (elsewhere.isPresent()) {
      return done(elsewhere.get());
    } else if (route instanceof Route.ToTenant to) {
      boolean reads = HostPlans.isRead(method) || method.equals("OPTIONS");
      Verb verb = reads && !to.serverLog() ? Verb.GET : Verb.UPDATE;
      CompletionStage<Plan> plan =
          ifAllowed(caller, to.tenant(), verb, why -> toTenant(caller, to, why, asked.wakes()));
      return to.serverLog() ? plan.thenApply(Refusals::aboutServerLog) : plan;
    } else if (asked.driver() != null) {
      return toDriver(caller, asked.driver());
    } else if (route instanceof Route.Status status && method.equals("POST")) {
      return ifAllowed(caller, status.tenant(), Verb.GET, why -> retry(caller, status, why));
    } else if (route instanceof Route.FenceReport) {
      boolean reported = method.equals("POST");
      return done(reported ? new Plan.FenceReport(caller) : Refusals.METHOD_NOT_ALLOWED);
    } else if (route instanceof Route.Reserved reserved) {
      return done(Refusals.reserved(caller, reserved.tenant()));
    } else if (route instanceof Route.FindApplication find && method.equals("POST")) {
      return done(find(caller, find, asked.wakes()));
    } else if (!HostPlans.isRead(method)) {
      return done(Refusals.METHOD_NOT_ALLOWED);
    } else if (route instanceof Route.Status status) {
      return ifAllowed(caller, status.tenant(), Verb.GET, why -> status(caller, status, why));
    } else if (route instanceof Route.Running list) {
      Tenant tenant = list.tenant();
      return ifAllowed(caller, tenant, Verb.GET, why -> live.list(caller, tenant, why));
    } else if (route instanceof Route.FindApplication find) {
      return done(new Plan.FindApplication(caller, find.application(), false));
    }
    return done(route instanceof Route.Landing ? new Plan.Landing(caller) : Refusals.NOT_FOUND);
  }

  private static Plan find(Caller caller, Route.FindApplication find, boolean wakes) {
    return wakes
        ? new Plan.FindApplication(caller, find.application(), true)
        : Refusals.notAskedHere(caller);
  }

  private CompletionStage<Plan> toDriver(Caller caller, LiveRequests.Asked driver) {
    Verb verb = driver.verb();
    return ifAllowed(caller, driver.to().tenant(), verb, why -> live.plan(caller, driver, why))
        .thenApply(plan -> LiveRequests.aboutMore(plan, verb));
  }

  /** Goes on with the reason of a yes; refuses everything else. */
  private CompletionStage<Plan> ifAllowed(
      Caller caller, Tenant tenant, Verb verb, Function<String, Plan> then) {
    CompletableFuture<AccessDecision> asked =
        access.review(caller, tenant, verb).toCompletableFuture();
    return asked.isDone() && !asked.isCompletedExceptionally() // nearly always: it is remembered
        ? done(judge(caller, tenant, asked.join(), null, then))
        : asked.handle((decision, failure) -> judge(caller, tenant, decision, failure, then));
  }

  private static Plan judge(
      Caller caller,
      Tenant tenant,
      @Nullable AccessDecision decision,
      @Nullable Throwable failure,
      Function<String, Plan> then) {
    try {
      return failure == null && decision instanceof Allowed yes
          ? then.apply(yes.reason())
          : Refusals.notAllowed(caller, tenant, decision, failure);
    } catch (RuntimeException e) {
      return Refusals.defect(e);
    }
  }

  private Plan toTenant(Caller caller, Route.ToTenant to, String why, boolean wakes) {
    Tenant tenant = to.tenant();
    String application = to.application();
    Optional<Backend.Failed> refusal = refusal(tenant, application);
    if (refusal.isPresent()) {
      return Refusals.failed(caller, tenant, application, why, refusal.get());
    }
    Backend backend = backends.find(tenant);
    if (backend instanceof Backend.Ready ready) {
      return new Plan.Forward(tenant, caller, why, ready, to.rest(), application);
    } else if (backend instanceof Backend.Asleep && wakes) {
      backends.wake(tenant);
    } else if (backend instanceof Backend.Failed failed) {
      return Refusals.failed(caller, tenant, "", why, failed);
    } else if (backend instanceof Backend.Absent absent) {
      return Refusals.absent(caller, tenant, why, absent);
    }
    int running = backends.drivers().of(tenant).size();
    return new Plan.Wait(tenant, caller, why, backend, running);
  }

  /** A person pressed the button: the one way in which a failed server is tried again. */
  private Plan retry(Caller caller, Route.Status status, String why) {
    backends.logReads(status.tenant()).allow(status.application());
    backends.wake(status.tenant());
    return status(caller, status, why);
  }

  private Plan status(Caller caller, Route.Status status, String why) {
    Tenant tenant = status.tenant();
    Optional<Backend.Failed> refusal = refusal(tenant, status.application());
    Backend backend = refusal.isPresent() ? refusal.get() : backends.find(tenant);
    return new Plan.Status(tenant, caller, why, backend, status.application());
  }

  /** Why nobody is let through to this application; empty when they are, or there is none. */
  private Optional<Backend.Failed> refusal(Tenant tenant, String application) {
    return application.isEmpty()
        ? Optional.empty()
        : backends.logReads(tenant).refusal(application);
  }

  private static CompletionStage<Plan> done(Plan plan) {
    return CompletableFuture.completedFuture(plan);
  }
}
