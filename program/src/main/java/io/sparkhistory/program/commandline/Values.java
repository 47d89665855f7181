package io.sparkhistory.program.commandline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was asked for, as text by name of the option, on the way to becoming a configuration. Keeps
 * every mistake, so that all of them can be told at once.
 */
public final class Values {
  private final Command command;
  private final Map<String, Given> given;
  private final List<String> unknown;
  private final List<String> invalid = new ArrayList<>();
  private final List<String> contradictions = new ArrayList<>();

  /** A value and where it comes from: the flag or the environment variable, for messages. */
  record Given(String source, String text) {}

  /**
   * @param given values by name of the option
   * @param unknown a sentence for each thing that was given and does not exist
   */
  Values(Command command, Map<String, Given> given, List<String> unknown) {
    this.command = command;
    this.given = new HashMap<>(given);
    this.unknown = List.copyOf(unknown);
  }

  /** The defaults of a command. */
  public static Values defaults(Command command) {
    return new Values(command, Map.of(), List.of());
  }

  public Command command() {
    return command;
  }

  /** Whether a flag or a variable gave the option a value. */
  public boolean isGiven(Option<?> option) {
    return given.containsKey(option.name());
  }

  /**
   * Gives the option a value unless it was given one.
   *
   * @param source where the value comes from, for messages
   */
  public void suppose(Option<?> option, String source, String text) {
    given.putIfAbsent(option.name(), new Given(source, text));
  }

  /** The value or the default; a value that is wrong is noted and the default answered instead. */
  public <T> T get(Option<T> option) {
    Given value = given.get(option.name());
    if (value != null) {
      try {
        return option.kind().parser().apply(value.text());
      } catch (IllegalArgumentException e) {
        invalid.add(value.source() + " is \"" + value.text() + "\": " + e.getMessage());
      }
    }
    return option.fallback(command);
  }

  /** Notes a mistake unless the condition holds; told after the values that are wrong. */
  public void require(boolean condition, String otherwise) {
    if (!condition) {
      contradictions.add(otherwise);
    }
  }

  /** Throws when there was any mistake. To be called when every value has been read. */
  public void check() throws Refused {
    List<String> all = new ArrayList<>(unknown);
    all.addAll(invalid);
    all.addAll(contradictions);
    if (!all.isEmpty()) {
      throw new Refused(all, unknown.isEmpty() ? Refused.FAILURE : Refused.USAGE);
    }
  }
}
