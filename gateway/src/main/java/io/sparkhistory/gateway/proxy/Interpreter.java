package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.sparkhistory.gateway.http.HeadError;
import io.sparkhistory.gateway.page.Page;
import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
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

  private static final byte[] APPLICATION = "/history/".getBytes(ISO_8859_1);
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}.*");

  private final Worker worker;
  private final ClientConnection client;
  private final ByteRange accept = new ByteRange();

  private @Nullable ScheduledFuture<?> nextLook;
  private long heldUntil;
  private boolean held;
  private Plan.@Nullable Refuse failure;
  private String failureReason = "";

  Interpreter(Worker worker, ClientConnection client) {
    this.worker = worker;
    this.client = client;
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
    exchange.plan = exchange.plan == null ? plan : exchange.plan;
    String allow = plan.outcome() == Outcome.METHOD_NOT_ALLOWED ? "GET, HEAD" : "";
    String target = exchange.headRead ? exchange.target().text() : "";
    var asked = new Pages.Asked(target, traceId(exchange.traceparent()), allow);
    send(exchange, plan.outcome(), worker.parts.pages().refused(plan, asked, html(exchange)));
  }

  /** Decides once more in a moment; answers false when that was done for long enough. */
  boolean reconsider(Exchange exchange, Plan.Refuse refusal, String why) {
    long now = System.nanoTime();
    if (exchange.reconsiderUntil == 0) {
      exchange.reconsiderUntil = now + RECONSIDER_NANOS;
    }
    if (now - exchange.reconsiderUntil >= 0) {
      return false;
    }
    failure = refusal;
    failureReason = why;
    long serial = exchange.serial;
    nextLook =
        worker.loop.schedule(
            () -> lookAgain(exchange, serial), HOLD_LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return true;
  }

  /** The client is gone or its request has ended. */
  void abandon() {
    stopHolding();
  }

  /** The outcome that goes with a head that could not be accepted. */
  static Outcome outcome(HeadError error) {
    return switch (error.status()) {
      case 414 -> Outcome.TARGET_TOO_LONG;
      case 417 -> Outcome.EXPECTATION_FAILED;
      case 431 -> Outcome.HEAD_TOO_LARGE;
      case 505 -> Outcome.VERSION_NOT_SUPPORTED;
      default -> Outcome.BAD_REQUEST;
    };
  }

  /** One branch for each kind of plan; what is left at the end is the refusal. */
  private void carryOut(Exchange exchange, Plan plan) {
    exchange.plan = plan;
    if (plan instanceof Plan.Wait wait) {
      await(exchange, wait);
      return;
    }
    stopHolding();
    Pages pages = worker.parts.pages();
    if (plan instanceof Plan.Forward forward) {
      forward(exchange, forward);
    } else if (plan instanceof Plan.Redirect redirect) {
      send(exchange, Outcome.REDIRECTED, pages.redirect(redirect.location(), redirect.status()));
    } else if (plan instanceof Plan.Landing landing) {
      land(exchange, landing);
    } else if (plan instanceof Plan.Status status) {
      send(exchange, Outcome.OWN, status(exchange, status));
    } else if (plan instanceof Plan.Asset asset) {
      Page page = pages.asset(asset.name());
      send(exchange, page.status() == 404 ? Outcome.NOT_FOUND : Outcome.OWN, page);
    } else {
      refuse(exchange, (Plan.Refuse) plan);
    }
  }

  /** A form without JavaScript was sent by a person, who wants to see the server and no JSON. */
  private Page status(Exchange exchange, Plan.Status plan) {
    Pages pages = worker.parts.pages();
    return exchange.method().equals("POST") && html(exchange)
        ? pages.redirect(worker.parts.routes().prefixOf(plan.tenant()) + "/", SEE_OTHER)
        : pages.status(plan);
  }

  /** A page that is on its way already is not asked for twice by the same visitor. */
  private void forward(Exchange exchange, Plan.Forward plan) {
    if (failure != null && plan.backend().endpoint().equals(exchange.broken)) {
      client.reconsider(failure, failureReason, false);
      return;
    }
    Replays replays = worker.replays;
    if (!replays.none() && mayBeSlow(exchange, plan)) {
      long waited = replays.waited(replayKey(exchange, plan), System.nanoTime());
      if (waited > 0) {
        tellSlow(exchange, waited);
        return;
      }
    }
    client.forward(plan);
  }

  /** Whether a browser opens an application: only that can take minutes, and only it is told. */
  boolean mayBeSlow(Exchange exchange, Plan.Forward plan) {
    return !worker.settings.timeouts().slowPage().isZero()
        && exchange.method().equals("GET")
        && isApplication(exchange.target(), plan.rest())
        && html(exchange)
        && !exchange.visit.prefetch();
  }

  static Replays.Key replayKey(Exchange exchange, Plan.Forward plan) {
    return new Replays.Key(plan.user(), plan.namespace(), exchange.target().text());
  }

  void tellSlow(Exchange exchange, long nanos) {
    String target = exchange.target().text();
    Page page = worker.parts.pages().slow(exchange.namespace(), Duration.ofNanos(nanos), target);
    send(exchange, Outcome.SLOW, page);
  }

  private static boolean isApplication(ByteRange target, int rest) {
    int end = rest + APPLICATION.length;
    return end <= target.to()
        && Arrays.equals(target.bytes(), rest, end, APPLICATION, 0, APPLICATION.length);
  }

  private void land(Exchange exchange, Plan.Landing landing) {
    whenKnown(
        exchange,
        worker.parts.visible().of(landing.caller()),
        visible -> {
          var checked =
              visible.unchecked() > 0 ? Pages.Coverage.UNCHECKED : Pages.Coverage.COMPLETE;
          var coverage = visible.complete() ? checked : Pages.Coverage.CHECKING;
          boolean html = html(exchange);
          Pages pages = worker.parts.pages();
          send(
              exchange,
              Outcome.LANDING,
              pages.landing(landing.caller(), visible.entries(), coverage, html));
        });
  }

  /** Browsers are shown that they wait; everybody else is held until there is something to say. */
  private void await(Exchange exchange, Plan.Wait wait) {
    boolean html = html(exchange);
    long now = System.nanoTime();
    if (!html && !held && !exchange.isHead() && !exchange.visit.prefetch() && worker.hold()) {
      held = true;
      heldUntil = now + worker.settings.timeouts().wakeHold().toNanos();
    }
    if (held && heldUntil - now > 0) {
      long serial = exchange.serial;
      nextLook =
          worker.loop.schedule(
              () -> lookAgain(exchange, serial), HOLD_LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return;
    }
    stopHolding();
    String target = exchange.target().text();
    send(exchange, Outcome.WAITING, worker.parts.pages().waiting(wait, target, html));
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
    if (held) {
      held = false;
      worker.released();
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
                worker.loop.execute(
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

  /** The trace id within a {@code traceparent}: 32 hex digits behind the version. */
  private static String traceId(ByteRange traceparent) {
    String text = traceparent.text();
    return TRACEPARENT.matcher(text).matches() ? text.substring(3, 35) : "";
  }

  private boolean html(Exchange exchange) {
    return exchange.headRead
        && exchange.request.count(Field.ACCEPT) > 0
        && Pages.wantsHtml(exchange.request.value(Field.ACCEPT, accept).text());
  }

  private void send(Exchange exchange, Outcome outcome, Page page) {
    exchange.keepAlive &= exchange.headRead && exchange.requestBody.done();
    exchange.status = page.status();
    exchange.answerBegun = true;
    exchange.ends(outcome, "");
    byte[] body = exchange.isHead() ? new byte[0] : page.body();
    exchange.bytesOut = body.length;
    ByteBuf out = client.alloc().ioBuffer(1024 + body.length);
    ByteBufUtil.writeAscii(out, "HTTP/1.1 " + page.status() + " " + phrase(outcome, page) + "\r\n");
    out.writeBytes(worker.dateLine());
    line(out, "Content-Type", page.contentType());
    line(out, "Content-Length", Integer.toString(page.body().length));
    for (Map.Entry<String, String> field : page.fields().entrySet()) {
      line(out, field.getKey(), field.getValue());
    }
    line(out, "Connection", exchange.keepAlive ? "keep-alive" : "close");
    out.writeBytes(new byte[] {'\r', '\n'}).writeBytes(body);
    client.put(out);
    client.flushNow();
    client.ended();
  }

  private static String phrase(Outcome outcome, Page page) {
    return outcome.status() == page.status() ? outcome.phrase() : "Other";
  }

  private static void line(ByteBuf out, String name, String value) {
    out.writeCharSequence(name + ": " + value + "\r\n", ISO_8859_1);
  }
}
