package io.sparkhistory.program.log;

import ch.qos.logback.classic.Level;
import io.sparkhistory.program.commandline.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * From which level on is logged.
 *
 * @param root of everything that no other applies to
 * @param loggers of loggers of ours and those below them
 */
public record Levels(Level root, Map<String, Level> loggers) {
  /** Such as {@code info,io.sparkhistory.gateway.kubernetes=debug}. */
  static final Kind<Levels> KIND = Kind.from("LEVEL", Levels::parse);

  private static final Map<String, Level> NAMES =
      Map.of(
          "error", Level.ERROR,
          "warn", Level.WARN,
          "info", Level.INFO,
          "debug", Level.DEBUG,
          "trace", Level.TRACE);

  /** Not those of libraries: below info they log whole requests, with their secrets. */
  private static final Pattern OURS = Pattern.compile("io\\.sparkhistory(\\.\\w+){0,8}");

  public Levels {
    loggers = Map.copyOf(loggers);
  }

  private static Levels parse(String text) {
    String[] parts = text.split(",", -1);
    Map<String, Level> loggers = new LinkedHashMap<>();
    for (String part : parts) {
      int equals = part.indexOf('=');
      if (equals >= 0) {
        loggers.put(ours(part.substring(0, equals)), level(part.substring(equals + 1)));
      }
    }
    if (loggers.size() != parts.length - 1 || parts[0].contains("=")) {
      throw expected();
    }
    return new Levels(level(parts[0]), loggers);
  }

  private static String ours(String name) {
    if (!OURS.matcher(name).matches()) {
      throw expected();
    }
    return name;
  }

  private static Level level(String name) {
    Level level = NAMES.get(name);
    if (level == null) {
      throw expected();
    }
    return level;
  }

  private static IllegalArgumentException expected() {
    return new IllegalArgumentException(
        "error, warn, info, debug or trace, then levels of loggers such as"
            + " io.sparkhistory.gateway.kubernetes=debug, with commas between them");
  }
}
