package io.sparkhistory.gateway.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and durations as people read them. */
final class Times {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Times() {}

  /** Such as {@code 12 s}, {@code 1 min 20 s}. */
  static String seconds(long seconds) {
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }

  /** Such as {@code 12 s}, {@code 1 min 20 s}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
  static String duration(long seconds) {
    if (seconds < 3600) {
      return seconds(seconds);
    }
    return seconds < 86_400
        ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
        : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
  }

  /** Such as {@code 7 May 2026, 12:00 UTC}. */
  static String date(Instant time) {
    return DATE.format(time);
  }

  /** Such as {@code 2 hours ago}; a time that is not past yet, by a clock that is off, is now. */
  static String ago(Instant time, Instant now) {
    Duration past = Duration.between(time, now);
    if (past.toMinutes() < 1) {
      return "just now";
    }
    if (past.toHours() < 1) {
      return some(past.toMinutes(), "minute");
    }
    return past.toDays() < 1 ? some(past.toHours(), "hour") : some(past.toDays(), "day");
  }

  private static String some(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s") + " ago";
  }
}
