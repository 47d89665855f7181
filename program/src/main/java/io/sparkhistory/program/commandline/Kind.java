package io.sparkhistory.program.commandline;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the text of an option is read.
 *
 * @param shape what stands behind the flag in the documentation; in brackets when the flag alone
 *     means true
 * @param parser throws {@link IllegalArgumentException} with what was expected
 */
public record Kind<T>(String shape, Function<String, T> parser) {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)|0");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(Ki|Mi|Gi)?");
  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(24);

  public static final Kind<String> TEXT = new Kind<>("TEXT", Kind::text);

  /** Up to a day. */
  public static final Kind<Duration> DURATION_OR_ZERO = duration(Duration.ZERO, LONGEST);

  /** From a millisecond to a day. */
  public static final Kind<Duration> POSITIVE_DURATION = duration(LEAST, LONGEST);

  /** Empty when the text is. */
  public static final Kind<Optional<Path>> FILE = new Kind<>("FILE", Kind::file);

  /** Empty when the text is. */
  public static final Kind<Optional<Path>> FOLDER = new Kind<>("DIR", Kind::file);

  public static final Kind<Boolean> BOOLEAN = new Kind<>("BOOLEAN", Kind::truth);

  /** Needs no value: there means true. */
  public static final Kind<Boolean> SWITCH = new Kind<>("[BOOLEAN]", Kind::truth);

  /** A whole number; the bounds are included. */
  public static Kind<Integer> count(int least, int most) {
    return new Kind<>("NUMBER", text -> (int) inside(wholeNumber(text), least, most));
  }

  /** A number of bytes such as {@code 32Ki}; the bounds are included. */
  public static Kind<Long> size(long least, long most) {
    return new Kind<>("SIZE", text -> inside(size(text), least, most));
  }

  /** A whole number and its unit; the bounds are included. */
  public static Kind<Duration> duration(Duration least, Duration most) {
    return new Kind<>("DURATION", text -> inside(duration(text), least, most));
  }

  /** Text that matches; {@code expected} says what does. */
  public static Kind<String> of(String shape, Pattern pattern, String expected) {
    return new Kind<>(shape, text -> matching(text, pattern, expected));
  }

  /** No text, or text that matches. */
  public static Kind<String> emptyOr(String shape, Pattern pattern, String expected) {
    return new Kind<>(shape, text -> text.isEmpty() ? text : matching(text, pattern, expected));
  }

  /**
   * Text that a parser understands.
   *
   * @param parser throws {@link IllegalArgumentException} with what it expects, such as "a path"
   */
  public static <T> Kind<T> from(String shape, Function<String, T> parser) {
    return new Kind<>(
        shape,
        text -> {
          try {
            return parser.apply(text);
          } catch (IllegalArgumentException e) {
            throw expected(String.valueOf(e.getMessage()));
          }
        });
  }

  /** The text if it matches; for parsers. */
  public static String matching(String text, Pattern pattern, String expected) {
    if (!pattern.matcher(text).matches()) {
      throw expected(expected);
    }
    return text;
  }

  /** What a parser throws. */
  public static IllegalArgumentException expected(String what) {
    return new IllegalArgumentException("expected " + what);
  }

  /** Whether the flag alone means true. */
  boolean isSwitch() {
    return shape.startsWith("[");
  }

  /** The shape without brackets. */
  String label() {
    return isSwitch() ? shape.substring(1, shape.length() - 1) : shape;
  }

  private static String text(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw expected("a text without control characters");
    }
    return text;
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw expected("a duration such as 500ms, 30s, 2m or 1h");
    }
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static Duration inside(Duration duration, Duration least, Duration most) {
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw expected("a duration from " + written(least) + " to " + written(most));
    }
    return duration;
  }

  /** The bound of a duration as people write it. */
  private static String written(Duration bound) {
    if (bound.isZero()) {
      return "0";
    }
    if (bound.compareTo(LONGEST) > 0) {
      return bound.toDays() + "d";
    }
    if (bound.toHours() > 0) {
      return bound.toHours() + "h";
    }
    return bound.toSeconds() > 0 ? bound.toSeconds() + "s" : bound.toMillis() + "ms";
  }

  private static long size(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw expected("a number of bytes such as 8192, 32Ki, 1Mi or 2Gi");
    }
    String unit = matcher.group(2);
    int shift = unit == null ? 0 : 10 * (1 + "KMG".indexOf(unit.charAt(0)));
    long number = Long.parseLong(matcher.group(1));
    return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
  }

  private static long wholeNumber(String text) {
    if (!text.matches("[0-9]{1,10}")) {
      throw expected("a whole number");
    }
    return Long.parseLong(text);
  }

  private static long inside(long number, long least, long most) {
    if (number < least || number > most) {
      throw expected("a number from " + least + " to " + most);
    }
    return number;
  }

  private static Optional<Path> file(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      throw expected("the path of a file");
    }
  }

  private static boolean truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw expected("true or false");
    }
    return text.equals("true");
  }
}
