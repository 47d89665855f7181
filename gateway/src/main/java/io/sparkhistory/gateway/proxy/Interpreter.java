package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.page.Page;
import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.upstream.LoopClock;
import io.sparkhistory.gateway.upstream.LoopTasks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the gate's {@link Plan} for a client's request: forwards it, responds to it, or has
 * it wait. All clients of an event loop share one, because it keeps nothing of a request: what a
 * request waits for is in its {@link Wait}. For one thread.
 */
final class Interpreter implements Plan.Visitor<Downstream> {
  private static final long LOOK_MILLIS = 200;

  private static final long SOON_MILLIS = 50;
  private static final int FOUND = 302;
  private static final int SEE_OTHER = 303;

  private final ProxyParts parts;
  private final LoopTasks tasks;
  private final LocalResponse local;
  private final SlowPage slowPage;
  private final WakeHold hold;
  private final LoopClock clock;
  private final LoopResults results;
  private final StartPageResponse start;

  Interpreter(
      ProxyParts parts,
      LoopTasks tasks,
      LocalResponse local,
      SlowPage slowPage,
      WakeHold hold,
      LoopClock clock) {
    this.parts = parts;
    this.tasks = tasks;
    this.local = local;
    this.slowPage = slowPage;
    this.hold = hold;
    this.clock = clock;
    this.results = new LoopResults(tasks, local);
    this.start = new StartPageResponse(parts, local, results);
  }

  /** Asks the gate about the request and does as it says, now or when it has an answer. */
  void decide(Downstream client) {
    CompletionStage<Plan> answer;
    try {
      answer = parts.gate().decide(client.exchange().request().visit());
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    results.whenKnown(client, answer, Wait.ForPlan::new, this::carryOut);
  }

  /**
   * A history server could not be asked. It may just be going to sleep, or be on its way to another
   * machine, so what is known of it is looked at for a while before the client is told.
   */
  void reconsider(Downstream client, Plan.Refuse refusal, String why, boolean certain) {
    Exchange exchange = client.exchange();
    long now = clock.read();
    if (certain || now - exchange.attempts().secondLookUntil(now) >= 0) {
      exchange.record().ends(refusal.outcome(), why);
      client.refuse(refusal);
      return;
    }
    Wait.ForSecondLook look = new Wait.ForSecondLook(refusal, why);
    client.await(look);
    lookLater(client, look, LOOK_MILLIS);
  }

  private void carryOut(Downstream client, Plan plan) {
    client.exchange().record().plan(plan);
    plan.accept(this, client);
  }

  // ---- one method for each kind of plan

  @Override
  public void forward(Plan.Forward plan, Downstream client) {
    if (!failedBefore(plan, client) && !slowPage.responds(client, plan)) {
      client.forward(plan);
    }
  }

  /** Who enters an application whose links lead elsewhere is told so before they see its pages. */
  @Override
  public void live(Plan.Live plan, Downstream client) {
    if (failedBefore(plan, client)) {
      return;
    } else if (!enters(plan, client.exchange().request())) {
      client.forward(plan);
      return;
    }
    results.whenKnown(
        client,
        parts.gate().linksOf(plan),
        Wait.ForLinks::new,
        (same, base) -> {
          same.endWait();
          if (base.isEmpty()) {
            same.forward(plan);
          } else {
            local.send(same, Outcome.OWN, parts.pages().elsewhere(plan, base));
          }
        });
  }

  /** Whether a person opens the application's first page. */
  private boolean enters(Plan.Live plan, ClientRequest request) {
    ByteRange target = request.target();
    int after = plan.rest() + 1;
    boolean first = after == target.to() || target.bytes()[after] == '?';
    return first
        && request.method().equals("GET")
        && !request.visit().prefetch()
        && local.html(request);
  }

  /** A person is led to the history; a program, which may not expect it, is told the address. */
  @Override
  public void ended(Plan.Ended plan, Downstream client) {
    client.endWait();
    if (local.html(client.exchange().request())) {
      Page page = parts.pages().redirect(plan.location(), FOUND);
      local.send(client, Outcome.REDIRECTED, page);
      return;
    }
    local.refuse(
        client,
        new Plan.Refuse(
            Outcome.LIVE_ENDED,
            "",
            "Ask the history server, at the address below.",
            plan.location(),
            plan.user(),
            plan.namespace(),
            plan.access()));
  }

  @Override
  public void running(Plan.Running plan, Downstream client) {
    client.endWait();
    boolean html = local.html(client.exchange().request());
    local.send(client, Outcome.OWN, parts.pages().running(plan, html));
  }

  @Override
  public void findApplication(Plan.FindApplication plan, Downstream client) {
    start.findApplication(plan, client);
  }

  /** Browsers are shown that they wait; everybody else is held until there is something to say. */
  @Override
  public void await(Plan.Wait plan, Downstream client) {
    Exchange exchange = client.exchange();
    exchange.attempts().serverIsAnother();
    Wait.ForWake wait = held(client, plan);
    long left = wait == null ? 0 : hold.drain().heldUntil(wait.until()) - clock.read();
    if (wait != null && left > 0) {
      long look = isAlmostReady(plan) ? SOON_MILLIS : LOOK_MILLIS;
      lookLater(client, wait, Math.min(look, TimeUnit.NANOSECONDS.toMillis(left) + 1));
      return;
    }
    client.endWait();
    ClientRequest request = exchange.request();
    String target = request.target().text();
    boolean html = local.html(request);
    String applied = html ? "" : hold.applied(request.head());
    local.send(client, Outcome.WAITING, parts.pages().waiting(plan, target, html, applied));
  }

  /** A form without JavaScript was sent by a person, who wants to see the server and no JSON. */
  @Override
  public void status(Plan.Status plan, Downstream client) {
    client.endWait();
    ClientRequest request = client.exchange().request();
    boolean form = request.method().equals("POST") && local.html(request);
    String server = parts.routes().prefixOf(plan.tenant()) + "/";
    Pages pages = parts.pages();
    local.send(client, Outcome.OWN, form ? pages.redirect(server, SEE_OTHER) : pages.status(plan));
  }

  @Override
  public void landing(Plan.Landing plan, Downstream client) {
    start.landing(plan, client);
  }

  @Override
  public void redirect(Plan.Redirect plan, Downstream client) {
    client.endWait();
    Page page = parts.pages().redirect(plan.location(), plan.status());
    local.send(client, Outcome.REDIRECTED, page);
  }

  @Override
  public void asset(Plan.Asset plan, Downstream client) {
    client.endWait();
    Page page = parts.pages().asset(plan.name());
    local.send(client, page.status() == 404 ? Outcome.NOT_FOUND : Outcome.OWN, page);
  }

  /**
   * What the report says is not read: it is the browser's, and a visitor may say what they like.
   */
  @Override
  public void fenceReport(Plan.FenceReport plan, Downstream client) {
    client.endWait();
    parts.events().fenceReported();
    local.send(client, Outcome.OWN, parts.pages().nothing());
  }

  @Override
  public void refuse(Plan.Refuse plan, Downstream client) {
    client.endWait();
    local.refuse(client, plan);
  }

  /** Whether it waits for another server because this one has failed; its wait has ended if not. */
  private boolean failedBefore(Plan.Upstream plan, Downstream client) {
    if (client.waitsFor() instanceof Wait.ForSecondLook look
        && client.exchange().attempts().failedBefore(plan.endpoint())) {
      reconsider(client, look.refusal(), look.why(), false);
      return true;
    }
    client.endWait();
    return false;
  }

  // ---- waits

  /** The hold of a client that is or may be held; null for others. */
  private Wait.@Nullable ForWake held(Downstream client, Plan.Wait plan) {
    if (client.waitsFor() instanceof Wait.ForWake already) {
      return already;
    }
    ClientRequest request = client.exchange().request();
    if (local.html(request) || request.isHead() || request.visit().prefetch()) {
      return null;
    }
    long now = clock.read();
    long until = hold.until(client.exchange(), now);
    HeldClients.Place place = until - now > 0 ? hold.clients().hold(plan.namespace()) : null;
    if (place == null) {
      return null;
    }
    Wait.ForWake wait = new Wait.ForWake(place, until);
    client.await(wait);
    return wait;
  }

  /** Its server answers, and is asked for its list at each look. */
  private static boolean isAlmostReady(Plan.Wait plan) {
    return plan.backend() instanceof Backend.Starting starting
        && starting.step() == Step.READING_LOGS;
  }

  private void lookLater(Downstream client, Wait.ForAnotherLook wait, long millis) {
    wait.next(
        tasks.schedule(
            () -> {
              if (client.awaits(wait)) {
                decide(client);
              }
            },
            millis));
  }
}
