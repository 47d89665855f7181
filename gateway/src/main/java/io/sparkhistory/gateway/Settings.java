package io.sparkhistory.gateway;

import io.sparkhistory.gateway.Option.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was asked for, as text by name of the option, on the way to becoming a configuration. Keeps
 * every mistake, so that all of them can be told at once.
 */
final class Settings {
  /** The command cannot run: what is wrong, a sentence for each mistake. */
  static final class Refused extends Exception {
    /** Exit code for a command line that cannot be understood. */
    static final int USAGE = 2;

    /** Exit code for everything else that keeps the command from running. */
    static final int FAILURE = 1;

    private final transient List<String> sentences;
    private final int exitCode;

    Refused(List<String> sentences, int exitCode) {
      super(String.join("\n", sentences));
      this.sentences = List.copyOf(sentences);
      this.exitCode = exitCode;
    }

    List<String> sentences() {
      return sentences;
    }

    int exitCode() {
      return exitCode;
    }
  }

  private final Command command;
  private final Map<String, Given> given;
  private final List<String> unknown;
  private final List<String> invalid = new ArrayList<>();

  /** A value and where it comes from: the flag or the environment variable, for messages. */
  record Given(String source, String text) {}

  /**
   * @param given values by name of the option
   * @param unknown a sentence for each thing that was given and does not exist
   */
  Settings(Command command, Map<String, Given> given, List<String> unknown) {
    this.command = command;
    this.given = Map.copyOf(given);
    this.unknown = List.copyOf(unknown);
  }

  Command command() {
    return command;
  }

  /** The value or the default; a value that is wrong is noted and the default answered instead. */
  <T> T get(Option<T> option) {
    Given value = given.get(option.name());
    if (value != null) {
      try {
        return option.kind().parser().apply(value.text());
      } catch (IllegalArgumentException e) {
        invalid.add(value.source() + " is \"" + value.text() + "\": " + e.getMessage());
      }
    }
    // What a command does not have has its usual value, so that the proxy has one for everything.
    Option.Command from = option.belongsTo(command) ? command : Option.Command.GATEWAY;
    return option.kind().parser().apply(option.standard(from));
  }

  /** Notes a mistake unless the condition holds. */
  void require(boolean condition, String otherwise) {
    if (!condition) {
      invalid.add(otherwise);
    }
  }

  /** Throws when there was any mistake. To be called when every value has been read. */
  void check() throws Refused {
    List<String> all = new ArrayList<>(unknown);
    all.addAll(invalid);
    if (!all.isEmpty()) {
      throw new Refused(all, unknown.isEmpty() ? Refused.FAILURE : Refused.USAGE);
    }
  }
}
