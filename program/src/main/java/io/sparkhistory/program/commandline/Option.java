package io.sparkhistory.program.commandline;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One thing that can be configured, by a flag or by an environment variable.
 *
 * @param name name of the flag without the dashes, lower case with hyphens
 * @param letter the flag's short form without the dash; empty when there is none
 * @param kind what may be written
 * @param standards the default, as text that the kind accepts, for each command that has this
 *     option
 * @param description what it does, one line, for {@code --help} and the documentation
 */
public record Option<T>(
    String name, String letter, Kind<T> kind, Map<Command, String> standards, String description) {

  /** First part of the environment variables. */
  static final String VARIABLE_PREFIX = "SPARKHISTORY_";

  /** Throws {@link IllegalArgumentException} when no command has the option. */
  public Option {
    if (standards.isEmpty()) {
      throw new IllegalArgumentException("no command has the option --" + name);
    }
    standards = Map.copyOf(standards);
  }

  public String flag() {
    return "--" + name;
  }

  /** All ways to write the flag. */
  List<String> flags() {
    return letter.isEmpty() ? List.of(flag()) : List.of("-" + letter, flag());
  }

  /** Name of the environment variable; the flag wins over it. */
  public String variable() {
    return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  public boolean belongsTo(Command command) {
    return standards.containsKey(command);
  }

  /** The default that this command has, as text. */
  public String standard(Command command) {
    String standard = standards.get(command);
    if (standard == null) {
      throw new IllegalArgumentException(flag() + " is not an option of " + command.word());
    }
    return standard;
  }

  /** The default of this command as people read it. */
  public String shown(Command command) {
    String standard = standard(command);
    return standard.isEmpty() ? "none" : standard;
  }

  /** The default of this command; of any other when this one does not have the option. */
  T fallback(Command command) {
    String text = standards.getOrDefault(command, standards.values().iterator().next());
    return kind.parser().apply(text);
  }
}
