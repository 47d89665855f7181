package io.sparkhistory.gateway.proxy;

import io.netty.util.concurrent.ScheduledFuture;
import io.sparkhistory.gateway.page.Page;
import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what the gate decides of a client's request: passes it on, or answers it here. */
final class Interpreter {
  private static final Logger LOG = LoggerFactory.getLogger(Interpreter.class);
  private static final long HOLD_LOOK_MILLIS = 200;
  private static final int SEE_OTHER = 303;

  /** A change of a server's state is known within a second; this is that and some patience. */
  private static final long RECONSIDER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Worker worker;
  private final ClientConnection client;
  private final Relay relay;
  private final OwnAnswer own;
  private final SlowPage slowPage;

  private @Nullable ScheduledFuture<?> nextLook;
  private long heldUntil;
  private String heldFor = "";
  private Plan.@Nullable Refuse failure;
  private String failureReason = "";

  Interpreter(
      Worker worker, ClientConnection client, Relay relay, OwnAnswer own, SlowPage slowPage) {
    this.worker = worker;
    this.client = client;
    this.relay = relay;
    this.own = own;
    this.slowPage = slowPage;
  }

  /** Asks the gate about the request and does as it says, now or when it has an answer. */
  void decide(Exchange exchange) {
    CompletionStage<Plan> answer;
    try {
      answer = worker.parts.gate().decide(exchange.visit);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    whenKnown(exchange, answer, plan -> carryOut(exchange, plan));
  }

  /** Answers with a refusal, and closes the connection when its request was not read whole. */
  void refuse(Exchange exchange, Plan.Refuse plan) {
    stopHolding();
    own.refuse(exchange, plan);
  }

  /**
   * A history server could not be asked. It may just be going to sleep, or be on its way to another
   * machine, so what is known of it is looked at for a while before the client is told.
   *
   * @param certain whether there is nothing to look at
   */
  void reconsider(Exchange exchange, Plan.Refuse refusal, String why, boolean certain) {
    long now = System.nanoTime();
    if (exchange.reconsiderUntil == 0) {
      exchange.reconsiderUntil = now + RECONSIDER_NANOS;
    }
    if (certain || now - exchange.reconsiderUntil >= 0) {
      exchange.ends(refusal.outcome(), why);
      client.refuse(refusal.outcome(), refusal.reason(), refusal.nextStep());
      return;
    }
    failure = refusal;
    failureReason = why;
    lookLater(exchange);
  }

  /** The client is gone or its request has ended. */
  void abandon() {
    stopHolding();
  }

  /** One branch for each kind of plan; what is left at the end is the refusal. */
  private void carryOut(Exchange exchange, Plan plan) {
    exchange.plan = plan;
    if (plan instanceof Plan.Wait wait) {
      // what comes back is another server, even at the same address
      exchange.broken = null;
      await(exchange, wait);
      return;
    }
    stopHolding();
    Pages pages = worker.parts.pages();
    if (plan instanceof Plan.Forward forward) {
      forward(exchange, forward);
    } else if (plan instanceof Plan.Redirect redirect) {
      Page page = pages.redirect(redirect.location(), redirect.status());
      own.send(exchange, Outcome.REDIRECTED, page);
    } else if (plan instanceof Plan.Landing landing) {
      land(exchange, landing);
    } else if (plan instanceof Plan.Status status) {
      own.send(exchange, Outcome.OWN, status(exchange, status));
    } else if (plan instanceof Plan.Asset asset) {
      Page page = pages.asset(asset.name());
      own.send(exchange, page.status() == 404 ? Outcome.NOT_FOUND : Outcome.OWN, page);
    } else {
      refuse(exchange, (Plan.Refuse) plan);
    }
  }

  /** A form without JavaScript was sent by a person, who wants to see the server and no JSON. */
  private Page status(Exchange exchange, Plan.Status plan) {
    Pages pages = worker.parts.pages();
    return exchange.method().equals("POST") && own.html(exchange)
        ? pages.redirect(worker.parts.routes().prefixOf(plan.tenant()) + "/", SEE_OTHER)
        : pages.status(plan);
  }

  private void forward(Exchange exchange, Plan.Forward plan) {
    if (failure != null && plan.backend().endpoint().equals(exchange.broken)) {
      reconsider(exchange, failure, failureReason, false);
    } else if (!slowPage.answers(exchange, plan)) {
      relay.start(plan);
    }
  }

  private void land(Exchange exchange, Plan.Landing landing) {
    whenKnown(
        exchange,
        worker.parts.visible().of(landing.caller()),
        visible -> {
          var checked =
              visible.unchecked() > 0 ? Pages.Coverage.UNCHECKED : Pages.Coverage.COMPLETE;
          var coverage = visible.complete() ? checked : Pages.Coverage.CHECKING;
          boolean html = own.html(exchange);
          Pages pages = worker.parts.pages();
          own.send(
              exchange,
              Outcome.LANDING,
              pages.landing(landing.caller(), visible.entries(), coverage, html));
        });
  }

  /** Browsers are shown that they wait; everybody else is held until there is something to say. */
  private void await(Exchange exchange, Plan.Wait wait) {
    boolean html = own.html(exchange);
    long now = System.nanoTime();
    boolean mayBeHeld = !html && !exchange.isHead() && !exchange.visit.prefetch();
    if (mayBeHeld && heldFor.isEmpty() && worker.held.hold(wait.namespace())) {
      heldFor = wait.namespace();
      heldUntil = now + worker.settings.timeouts().wakeHold().toNanos();
    }
    if (!heldFor.isEmpty() && worker.heldUntil(heldUntil) - now > 0) {
      lookLater(exchange);
      return;
    }
    stopHolding();
    String target = exchange.target().text();
    own.send(exchange, Outcome.WAITING, worker.parts.pages().waiting(wait, target, html));
  }

  private void lookLater(Exchange exchange) {
    long serial = exchange.serial;
    nextLook = worker.later(() -> lookAgain(exchange, serial), HOLD_LOOK_MILLIS);
  }

  private void lookAgain(Exchange exchange, long serial) {
    if (client.busyWith(exchange, serial)) {
      decide(exchange);
    }
  }

  private void stopHolding() {
    if (nextLook != null) {
      nextLook.cancel(false);
      nextLook = null;
    }
    if (!heldFor.isEmpty()) {
      worker.held.released(heldFor);
      heldFor = "";
    }
  }

  /** Goes on at once when the answer is there, otherwise later on this event loop. */
  private <T> void whenKnown(Exchange exchange, CompletionStage<T> stage, Consumer<T> next) {
    CompletableFuture<T> answer = stage.toCompletableFuture();
    if (answer.isDone()) {
      goOn(exchange, answer, next);
      return;
    }
    long serial = exchange.serial;
    var unused =
        answer.whenComplete(
            (value, failure) ->
                worker.soon(
                    () -> {
                      if (client.busyWith(exchange, serial)) {
                        goOn(exchange, answer, next);
                      }
                    }));
  }

  private <T> void goOn(Exchange exchange, CompletableFuture<T> answer, Consumer<T> next) {
    T value;
    try {
      value = answer.join();
    } catch (RuntimeException e) {
      LOG.error("Deciding about a request failed; it is refused", e);
      exchange.ends(Outcome.INTERNAL_ERROR, e.getClass().getSimpleName());
      refuse(
          exchange,
          Plan.Refuse.of(
              Outcome.INTERNAL_ERROR,
              "The gateway failed to decide about this request.",
              "Tell whoever runs the gateway; its log says more."));
      return;
    }
    next.accept(value);
  }
}
