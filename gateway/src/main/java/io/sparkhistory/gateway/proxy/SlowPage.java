package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sparkhistory.gateway.page.Page;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.routing.ByteRange;
import java.time.Duration;
import java.util.Arrays;

/**
 * Tells a browser that opens an application why it waits: the history server replays the whole
 * event log first. The page asks again by itself; {@link Replays} knows what is on its way.
 */
final class SlowPage {
  private static final byte[] APPLICATION = "/history/".getBytes(ISO_8859_1);

  private final Worker worker;
  private final OwnAnswer own;

  private long due;
  private boolean watched;

  SlowPage(Worker worker, OwnAnswer own) {
    this.worker = worker;
    this.own = own;
  }

  /** Answers at once when the page is on its way already: it is not asked for twice. */
  boolean answers(Exchange exchange, Plan.Forward plan) {
    Replays replays = worker.replays;
    if (replays.none() || !applies(exchange, plan)) {
      return false;
    }
    long waited = replays.waited(key(exchange, plan), System.nanoTime());
    if (waited > 0) {
      tell(exchange, waited);
    }
    return waited > 0;
  }

  /** Waits for the answer to a request that has been sent, if this is such a page. */
  void watch(Exchange exchange, Plan.Forward plan) {
    watched = applies(exchange, plan);
    if (watched) {
      due = exchange.sentNanos + worker.settings.timeouts().slowPage().toNanos();
    }
  }

  /** Whether the page that is waited for has not come in time. */
  boolean isDue(long now) {
    return watched && now - due >= 0;
  }

  void cancel() {
    watched = false;
  }

  static Replays.Key key(Exchange exchange, Plan.Forward plan) {
    return new Replays.Key(plan.user(), plan.namespace(), exchange.target().text());
  }

  void tell(Exchange exchange, long nanos) {
    String target = exchange.target().text();
    Page page = worker.parts.pages().slow(exchange.namespace(), Duration.ofNanos(nanos), target);
    own.send(exchange, Outcome.SLOW, page);
  }

  /** Whether a browser opens an application: only that can take minutes, and only it is told. */
  private boolean applies(Exchange exchange, Plan.Forward plan) {
    return !worker.settings.timeouts().slowPage().isZero()
        && exchange.method().equals("GET")
        && isApplication(exchange.target(), plan.rest())
        && own.html(exchange)
        && !exchange.visit.prefetch();
  }

  private static boolean isApplication(ByteRange target, int rest) {
    int end = rest + APPLICATION.length;
    return end <= target.to()
        && Arrays.equals(target.bytes(), rest, end, APPLICATION, 0, APPLICATION.length);
  }
}
