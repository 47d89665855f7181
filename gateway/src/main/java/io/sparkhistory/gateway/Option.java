package io.sparkhistory.gateway;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * One thing that can be configured, by a flag or by an environment variable.
 *
 * @param name name of the flag without the dashes, lower case with hyphens
 * @param kind what may be written
 * @param standards the default, as text that the kind accepts, for each command that has this
 *     option
 * @param description what it does, one line, for {@code --help} and the README
 */
record Option<T>(String name, Kind<T> kind, Map<Command, String> standards, String description) {

  /** First part of the environment variables. */
  static final String VARIABLE_PREFIX = "SPARKHISTORY_";

  /** What the program can be asked to do. */
  enum Command {
    GATEWAY("serves the history servers of a cluster, or those listed in a file"),
    LOCAL("runs history servers on this machine, for the logs in its folders");

    private final String purpose;

    Command(String purpose) {
      this.purpose = purpose;
    }

    /** What people type. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    String purpose() {
      return purpose;
    }
  }

  Option {
    standards = Map.copyOf(standards);
  }

  /** The same option with another default for one command. */
  Option<T> but(Command command, String standard) {
    Map<Command, String> changed = new EnumMap<>(Command.class);
    changed.putAll(standards);
    changed.put(command, standard);
    return new Option<>(name, kind, changed, description);
  }

  String flag() {
    return "--" + name;
  }

  /** Name of the environment variable; the flag wins over it. */
  String variable() {
    return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  boolean belongsTo(Command command) {
    return standards.containsKey(command);
  }

  /** The default that this command has, as text. */
  String standard(Command command) {
    String standard = standards.get(command);
    if (standard == null) {
      throw new IllegalArgumentException(flag() + " is not an option of " + command.word());
    }
    return standard;
  }
}
