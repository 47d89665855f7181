package io.sparkhistory.program.commandline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options of settings that belong together, in the order in which {@code --help} shows them.
 * The record that holds their values declares them in its static initializer.
 */
public final class OptionGroup {
  private final Set<Command> commands;
  private final List<Option<?>> options = new ArrayList<>();

  /** Options that each of these commands has. */
  public OptionGroup(Set<Command> commands) {
    this.commands = Set.copyOf(commands);
  }

  /** Adds an option with the same default for all commands of the group. */
  public <T> Option<T> option(String name, Kind<T> kind, String standard, String description) {
    return add(new Option<>(name, "", kind, all(standard), description));
  }

  /** Adds an option whose default depends on the command. */
  public <T> Option<T> option(
      String name, Kind<T> kind, Map<Command, String> standards, String description) {
    if (!standards.keySet().equals(commands)) {
      throw new IllegalArgumentException("--" + name + " needs a default for each command");
    }
    return add(new Option<>(name, "", kind, standards, description));
  }

  /** Adds an option with a short form, such as {@code f} for {@code -f}. */
  public <T> Option<T> option(
      String name, String letter, Kind<T> kind, String standard, String description) {
    return add(new Option<>(name, letter, kind, all(standard), description));
  }

  /** What has been added. */
  public List<Option<?>> options() {
    return List.copyOf(options);
  }

  private Map<Command, String> all(String standard) {
    return commands.stream().collect(Collectors.toMap(c -> c, c -> standard));
  }

  private <T> Option<T> add(Option<T> option) {
    options.add(option);
    return option;
  }
}
