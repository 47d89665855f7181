package io.sparkhistory.program.log;

import io.sparkhistory.program.commandline.Command;
import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.util.Set;

/** The options of a program's log. */
public final class LogOptions {
  private static final Kind<Format> FORMAT = Kind.from("FORMAT", LogOptions::format);

  private final OptionGroup group;
  private final Option<Levels> levels;
  private final Option<Format> format;

  /** Of these commands of a program. */
  public LogOptions(Set<Command> commands) {
    group = new OptionGroup(commands);
    levels =
        group.option(
            "log-level",
            Levels.KIND,
            "info",
            "error, warn, info, debug or trace; for a part of the program:"
                + " info,io.sparkhistory.informers=debug");
    format =
        group.option(
            "log-format",
            FORMAT,
            "text",
            "text, or json: one JSON object for each event on standard error");
  }

  /** For the table of the program's options. */
  public OptionGroup group() {
    return group;
  }

  /** What was asked for; a mistake is noted in the values. */
  public Settings of(Values values) {
    return new Settings(values.get(levels), values.get(format));
  }

  /** How a program logs. */
  public record Settings(Levels levels, Format format) {}

  private static Format format(String text) {
    return switch (text) {
      case "text" -> Format.TEXT;
      case "json" -> Format.JSON;
      default -> throw new IllegalArgumentException("text or json");
    };
  }
}
