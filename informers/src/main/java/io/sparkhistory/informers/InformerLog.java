package io.sparkhistory.informers;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Counts and logs faults. Every fault is counted; faults of one kind with one kind of object are
 * logged once in {@value #SECONDS} seconds, because an editor of objects decides how often they
 * happen.
 */
final class InformerLog {
  private static final int SECONDS = 10;
  private static final int LONGEST = 300;

  private final InformerEvents events;
  private final LongSupplier ticker;
  private final Consumer<String> out;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  /** Time of the last line of its kind, and the number of lines left out since. */
  private record Line(long at, long left, boolean due) {}

  /**
   * @param ticker nanoseconds that pass
   * @param out takes a line
   */
  InformerLog(InformerEvents events, LongSupplier ticker, Consumer<String> out) {
    this.events = events;
    this.ticker = ticker;
    this.out = out;
  }

  void watched(String resource) {
    events.watched(resource);
  }

  void watchBroken(String resource, String why) {
    events.watchBroken(resource);
    write(resource, "watch broken", why);
  }

  void listFailed(String resource, String why) {
    write(resource, "list failed", why);
  }

  void unreachable(String resource, String why) {
    write(resource, "API server not reached", why);
  }

  void skipped(String resource, String name, String why) {
    events.objectSkipped(resource);
    write(resource, "object left out", name + ": " + why);
  }

  private void write(String resource, String what, String why) {
    long now = ticker.getAsLong();
    Line line =
        lines.compute(
            resource + "/" + what,
            (key, before) -> {
              if (before == null || now - before.at() >= Duration.ofSeconds(SECONDS).toNanos()) {
                return new Line(now, before == null || before.due() ? 0 : before.left(), true);
              }
              return new Line(before.at(), before.due() ? 1 : before.left() + 1, false);
            });
    if (line.due()) {
      String more = line.left() == 0 ? "" : " (and " + line.left() + " more since the last line)";
      out.accept(resource + ": " + what + ": " + clean(why) + more);
    }
  }

  /** One line, of printable ASCII, however an object is named. */
  private static String clean(String text) {
    String line = text.replaceAll("[^\\x20-\\x7e]", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
