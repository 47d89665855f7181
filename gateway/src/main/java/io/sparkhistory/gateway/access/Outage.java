package io.sparkhistory.gateway.access;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Circuit breaker for access reviews: knows by the last questions whether the API server is away.
 * It opens when a question could not be asked and no other one was answered meanwhile, and closes
 * with the first answer. While it is open, questions of those who need no answer take turns, with
 * pauses of {@link #FIRST_PAUSE} to {@link #LONGEST_PAUSE} between them.
 */
public final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** One that begins sooner after the last one that was logged is no news. */
  private static final Duration SAME_OUTAGE = Duration.ofMinutes(1);

  private final String where;
  private final Duration yes;
  private final Duration stale;
  private final LongSupplier ticker;
  private final LongAdder used = new LongAdder();
  private volatile @Nullable Away away;

  // these only under the lock
  private @Nullable Long lastAnswer;
  private @Nullable Long lastLogged;

  /**
   * An outage that goes on.
   *
   * @param turn when the next question may be asked, in nanoseconds of the ticker
   * @param usedBefore permissions that had been used past their end when it began
   */
  private record Away(
      long since, String reason, long turn, Duration pause, long usedBefore, boolean logged) {

    /** From when on a permission is past its end. */
    long from(long end, long lifetime) {
      boolean wasInUse = end - (since - lifetime) >= 0;
      return wasInUse ? since + lifetime : end;
    }

    Away next(long now) {
      Duration doubled = pause.multipliedBy(2);
      Duration longer = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
      return new Away(since, reason, now + pause.toNanos(), longer, usedBefore, logged);
    }
  }

  /**
   * @param where who answers, with the address
   * @param yes lifetime of a permission
   * @param stale how long past its end it counts meanwhile; zero: not at all
   * @param ticker nanoseconds that pass
   */
  public Outage(String where, Duration yes, Duration stale, LongSupplier ticker) {
    this.where = where;
    this.yes = yes;
    this.stale = stale;
    this.ticker = ticker;
  }

  /** How long past its end a permission has to be kept, because it may count again. */
  Duration keeps() {
    return stale.isZero() ? Duration.ZERO : stale.plus(yes).plus(yes);
  }

  /**
   * Whether a permission still counts while nobody can be asked. One that was in use when the
   * outage began, so that it had ended no longer than its lifetime ago, counts as if it had been
   * asked for at that moment: a visitor who opens a page now and then outlasts the outage as one
   * does who was asked for a moment before. Any other one counts from its own end.
   *
   * @param end of the permission, on the ticker
   */
  boolean spares(long end) {
    if (stale.isZero()) {
      return false;
    }
    Away now = away;
    long from = now == null ? end : now.from(end, yes.toNanos());
    return ticker.getAsLong() - (from + stale.toNanos()) < 0;
  }

  /** How often a permission was used past its end. */
  public long stale() {
    return used.sum();
  }

  /** How long it has been going on; zero when there is none. */
  public Duration length() {
    Away now = away;
    return now == null ? Duration.ZERO : Duration.ofNanos(ticker.getAsLong() - now.since);
  }

  /** A sentence while it goes on; empty otherwise. */
  public String note() {
    Away now = away;
    return now == null
        ? ""
        : sentence(now.reason) + "; this has been so for " + length().toSeconds() + " s";
  }

  boolean isKnown() {
    return away != null;
  }

  /** Whether it is time for the next question; whoever is told so asks it. */
  boolean takeTurn() {
    return isDue(away) && takeTurnNow();
  }

  private boolean isDue(@Nullable Away now) {
    return now != null && ticker.getAsLong() - now.turn >= 0;
  }

  private synchronized boolean takeTurnNow() {
    Away now = away;
    if (now == null || !isDue(now)) { // somebody else was faster
      return false;
    }
    away = now.next(ticker.getAsLong());
    return true;
  }

  void usedStale() {
    used.increment();
  }

  /** Somebody was there. */
  synchronized void answered() {
    Away before = away;
    lastAnswer = ticker.getAsLong();
    away = null;
    if (before != null && before.logged) {
      LOG.info(
          "{} answers again after {} s; permissions were used past their end {} times",
          where,
          (ticker.getAsLong() - before.since) / 1_000_000_000,
          used.sum() - before.usedBefore);
    }
  }

  /**
   * A question could not be asked.
   *
   * @param askedAt on the ticker: an answer to another question since then says that somebody is
   *     there
   */
  synchronized void failed(String reason, long askedAt) {
    long now = ticker.getAsLong();
    Away before = away;
    if (before != null) {
      away = before.next(now);
    } else if (lastAnswer == null || lastAnswer - askedAt < 0) {
      boolean news = lastLogged == null || now - lastLogged > SAME_OUTAGE.toNanos();
      away =
          new Away(
              now,
              reason,
              now + FIRST_PAUSE.toNanos(),
              FIRST_PAUSE.multipliedBy(2),
              used.sum(),
              news);
      if (news) {
        lastLogged = now;
        LOG.warn("{}", sentence(reason));
      }
    }
  }

  private String sentence(String reason) {
    return where
        + " cannot be asked who may look ("
        + reason
        + "): "
        + (stale.isZero()
            ? "nobody is let in whose permission is older than --access-yes"
            : "those who were in stay in for "
                + yes.plus(stale).toSeconds()
                + " s (--access-yes and --access-stale), nobody else is let in")
        + "; check it and the network to it";
  }
}
