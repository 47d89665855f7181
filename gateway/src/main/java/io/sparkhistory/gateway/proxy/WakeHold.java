package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.http.Preferences;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long API clients are held while a history server wakes.
 *
 * @param wake how long at most (--wake-hold)
 * @param drain when held clients have to be told because the gateway ends
 */
record WakeHold(HeldClients clients, Duration wake, Drain drain) {

  /** As long as any client is held, or as long as this one prefers when that is shorter. */
  long until(Exchange exchange, long now) {
    int preferred = Preferences.waitSeconds(exchange.request().head());
    long most = now + wake.toNanos();
    if (preferred == Preferences.NONE) {
      return most;
    }
    long own = exchange.record().startedNanos() + TimeUnit.SECONDS.toNanos(preferred);
    return own - most < 0 ? own : most;
  }

  /** Value of {@code Preference-Applied} (RFC 7240, section 3); empty when none was. */
  String applied(Head head) {
    int preferred = Preferences.waitSeconds(head);
    boolean applied = preferred != Preferences.NONE && preferred <= wake.toSeconds();
    return applied ? "wait=" + preferred : "";
  }
}
