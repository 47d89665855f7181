package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sparkhistory.gateway.page.Page;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.upstream.LoopClock;
import java.time.Duration;
import java.util.Arrays;

/**
 * Shows a browser that opens an application why it waits: the history server replays the whole
 * event log first. The page asks again by itself; {@link Replays} knows what is on its way.
 */
final class SlowPage {
  private static final byte[] APPLICATION = "/history/".getBytes(ISO_8859_1);

  private final LocalResponse local;
  private final Replays replays;
  private final Duration patience;
  private final LoopClock clock;

  /**
   * @param patience how long a browser waits before it is told; zero: for ever
   */
  SlowPage(LocalResponse local, Replays replays, Duration patience, LoopClock clock) {
    this.local = local;
    this.replays = replays;
    this.patience = patience;
    this.clock = clock;
  }

  /** Responds at once when the page is on its way already: it is not asked for twice. */
  boolean responds(Downstream client, Plan.Forward plan) {
    Exchange exchange = client.exchange();
    if (replays.none() || !appliesTo(exchange, plan)) {
      return false;
    }
    long waited = replays.waited(key(exchange, plan), clock.read());
    if (waited > 0) {
      tell(client, waited);
    }
    return waited > 0;
  }

  /** Whether a browser opens an application: only that can take minutes, and only it is told. */
  boolean appliesTo(Exchange exchange, Plan.Forward plan) {
    ClientRequest request = exchange.request();
    return !patience.isZero()
        && request.method().equals("GET")
        && isApplication(request.target(), plan.rest())
        && local.html(request)
        && !request.visit().prefetch();
  }

  long patienceNanos() {
    return patience.toNanos();
  }

  static Replays.Key key(Exchange exchange, Plan.Forward plan) {
    return new Replays.Key(plan.user(), plan.namespace(), exchange.request().target().text());
  }

  void tell(Downstream client, long nanos) {
    Exchange exchange = client.exchange();
    String target = exchange.request().target().text();
    Page page = local.pages().slow(exchange.record().namespace(), Duration.ofNanos(nanos), target);
    local.send(client, Outcome.SLOW, page);
  }

  private static boolean isApplication(ByteRange target, int rest) {
    int end = rest + APPLICATION.length;
    return end <= target.to()
        && Arrays.equals(target.bytes(), rest, end, APPLICATION, 0, APPLICATION.length);
  }
}
