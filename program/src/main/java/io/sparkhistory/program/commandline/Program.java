package io.sparkhistory.program.commandline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program's commands and options, and how arguments and environment are understood as far as they
 * can be without reading values.
 *
 * @param name what people type to start it
 * @param options all of them, in the order in which {@code --help} shows them
 */
public record Program(String name, List<Command> commands, List<Option<?>> options) {
  /**
   * Variables that Kubernetes adds for each Service of a namespace, so also for one that is called
   * sparkhistory-something (Kubernetes: "Accessing the Service", environment variables).
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_.*)?)?)");

  private static final String HELP = "--help";
  private static final List<String> HELP_FLAGS = List.of(HELP, "-h");
  private static final List<String> FOOTER =
      List.of(
          "",
          "A flag wins over its environment variable.",
          "Durations: 500ms, 30s, 2m, 1h, 1d. Sizes: bytes, or with Ki, Mi, Gi.");

  public Program {
    commands = List.copyOf(commands);
    options = List.copyOf(options);
  }

  /** What the arguments ask for. */
  public sealed interface Request {
    /** Nothing but this text on standard output. */
    record Say(String text) implements Request {}

    /** The values' command, with these values. */
    record Run(Values values) implements Request {}
  }

  /** The options that this command has, in the order of the table. */
  public List<Option<?>> optionsOf(Command command) {
    return options.stream().filter(o -> o.belongsTo(command)).toList();
  }

  /**
   * Understands the command, the flags and the variables.
   *
   * @throws Refused when there is no such command; wrong options are kept in the values until those
   *     have been read too
   */
  public Request read(List<String> arguments, Map<String, String> environment, String version)
      throws Refused {
    String first = arguments.isEmpty() ? "" : arguments.get(0);
    if (first.equals("--version")) {
      return new Request.Say("sparkhistory " + version + "\n");
    }
    if (HELP_FLAGS.contains(first)) {
      return new Request.Say(overview());
    }
    Command command = command(first);
    List<String> rest = command.isDefault() ? arguments : arguments.subList(1, arguments.size());
    if (rest.stream().anyMatch(HELP_FLAGS::contains)) {
      return new Request.Say(command.isDefault() ? overview() : syntax(command).help(FOOTER));
    }
    return new Request.Run(new Reading(command).read(rest, environment));
  }

  private Command command(String word) throws Refused {
    Optional<Command> named =
        commands.stream().filter(c -> !c.isDefault() && c.word().equals(word)).findFirst();
    Optional<Command> command = named.or(this::defaultCommand);
    if (command.isEmpty()) {
      String words = String.join(" or ", commands.stream().map(Command::word).toList());
      String problem = word.isEmpty() ? "a command is missing" : "unknown command '" + word + "'";
      throw new Refused(List.of(problem + ": expected " + words + ", see --help"), Refused.USAGE);
    }
    return command.get();
  }

  private Optional<Command> defaultCommand() {
    return commands.stream().filter(Command::isDefault).findFirst();
  }

  private String overview() {
    Command main = defaultCommand().orElse(new Command("", ""));
    Syntax syntax = syntax(main);
    commands.stream().filter(c -> !c.isDefault()).forEach(c -> syntax.add(c.word(), syntax(c)));
    List<String> footer = new ArrayList<>(commands.contains(main) ? FOOTER : List.of(""));
    footer.add("'" + name + " COMMAND --help' lists the options of a command.");
    footer.add("--version says which version this is.");
    return syntax.help(footer);
  }

  private Syntax syntax(Command command) {
    return Syntax.of(full(command), command, optionsOf(command));
  }

  /** What people type up to the options. */
  private String full(Command command) {
    return command.isDefault() ? name : name + " " + command.word();
  }

  /** Gathers what one command is given. */
  private final class Reading {
    private final Command command;
    private final Map<String, Values.Given> given = new HashMap<>();
    private final List<String> unknown = new ArrayList<>();

    private Reading(Command command) {
      this.command = command;
    }

    private Values read(List<String> arguments, Map<String, String> environment) {
      new TreeMap<>(environment)
          .forEach(
              (name, value) -> {
                if (name.startsWith(Option.VARIABLE_PREFIX)
                    && !SERVICE_LINK.matcher(name).matches()) {
                  variable(name, value);
                }
              });
      Syntax.Parsed parsed = syntax(command).parse(arguments);
      unmatched(parsed.unmatched(), arguments);
      unknown.addAll(parsed.mistakes());
      for (Option<?> option : optionsOf(command)) {
        String text = parsed.flags().get(option.flag());
        if (text != null) {
          given.put(option.name(), new Values.Given(option.flag(), text));
        }
      }
      return new Values(command, given, unknown);
    }

    /** A variable of another command is left alone: both may run in the same environment. */
    private void variable(String name, String value) {
      Optional<Option<?>> option =
          options.stream().filter(o -> o.variable().equals(name)).findFirst();
      if (option.isEmpty()) {
        String nearest = Nearest.to(name, options.stream().map(Option::variable).toList());
        unknown.add("unknown environment variable " + name + ": did you mean " + nearest + "?");
      } else if (option.get().belongsTo(command)) {
        given.put(option.get().name(), new Values.Given(name, value));
      }
    }

    /** The value of an unknown flag is no mistake of its own. */
    private void unmatched(List<String> unmatched, List<String> arguments) {
      String before = "";
      for (String argument : unmatched) {
        boolean value =
            before.startsWith("-")
                && !before.contains("=")
                && !argument.startsWith("--")
                && indexOf(arguments, before, argument) >= 0;
        if (!value) {
          unknown.add(unknown(argument));
        }
        before = value ? "" : argument;
      }
    }

    private static int indexOf(List<String> arguments, String first, String second) {
      return Collections.indexOfSubList(arguments, List.of(first, second));
    }

    private String unknown(String argument) {
      String flag =
          argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
      if (options.stream().anyMatch(o -> o.flags().contains(flag))) {
        return flag + " is not an option of " + (command.isDefault() ? name : command.word());
      }
      if (!flag.startsWith("-")) {
        return "'" + flag + "' is not expected here: every value follows its option";
      }
      List<String> flags =
          Stream.concat(optionsOf(command).stream().map(Option::flag), Stream.of(HELP)).toList();
      return "unknown option " + flag + ": did you mean " + Nearest.to(flag, flags) + "?";
    }
  }
}
