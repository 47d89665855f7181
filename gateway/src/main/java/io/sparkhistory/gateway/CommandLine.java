package io.sparkhistory.gateway;

import io.sparkhistory.gateway.Option.Command;
import io.sparkhistory.gateway.Settings.Given;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Understands the arguments and the environment as far as they can be without reading values. */
final class CommandLine {
  /**
   * Variables that Kubernetes adds for each Service of a namespace, so also for one that is called
   * sparkhistory-something (Kubernetes: "Accessing the Service", environment variables).
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_.*)?)?)");

  private static final String HELP = "--help";

  /** There in every pod (Kubernetes: "Accessing the API from within a Pod"). */
  private static final String POD = "KUBERNETES_SERVICE_HOST";

  /** What the arguments ask for. */
  sealed interface Request {
    /** Nothing but this text on standard output. */
    record Say(String text) implements Request {}

    /** The settings' command, with these settings. */
    record Run(Settings settings) implements Request {}
  }

  private final Command command;
  private final Map<String, Given> given = new HashMap<>();
  private final List<String> unknown = new ArrayList<>();

  private CommandLine(Command command) {
    this.command = command;
  }

  /**
   * @throws Settings.Refused when there is no such command; wrong options are kept in the settings
   *     until the values have been read too
   */
  static Request read(List<String> arguments, Map<String, String> environment, String version)
      throws Settings.Refused {
    String first = arguments.isEmpty() ? "" : arguments.get(0);
    if (first.equals(HELP) || first.equals("-h")) {
      return new Request.Say(Help.overview());
    }
    if (first.equals("--version")) {
      return new Request.Say("sparkhistory " + version + "\n");
    }
    CommandLine line = new CommandLine(command(first));
    List<String> rest = arguments.subList(1, arguments.size());
    if (rest.contains(HELP) || rest.contains("-h")) {
      return new Request.Say(Help.of(line.command));
    }
    line.environment(new TreeMap<>(environment));
    line.flags(new ArrayDeque<>(rest));
    line.cluster(environment);
    return new Request.Run(new Settings(line.command, line.given, line.unknown));
  }

  private static Command command(String word) throws Settings.Refused {
    for (Command command : Command.values()) {
      if (command.word().equals(word)) {
        return command;
      }
    }
    List<String> words = Arrays.stream(Command.values()).map(Command::word).toList();
    String problem = word.isEmpty() ? "a command is missing" : "unknown command '" + word + "'";
    String sentence = problem + ": expected " + String.join(" or ", words) + ", see --help";
    throw new Settings.Refused(List.of(sentence), Settings.Refused.USAGE);
  }

  private void environment(Map<String, String> variables) {
    variables.forEach(
        (name, value) -> {
          if (name.startsWith(Option.VARIABLE_PREFIX) && !SERVICE_LINK.matcher(name).matches()) {
            variable(name, value);
          }
        });
  }

  /** A variable of another command is left alone: both may run in the same environment. */
  private void variable(String name, String value) {
    Optional<Option<?>> option =
        Options.ALL.stream().filter(o -> o.variable().equals(name)).findFirst();
    if (option.isEmpty()) {
      String nearest = nearest(name, Options.ALL.stream().map(Option::variable).toList());
      unknown.add("unknown environment variable " + name + ": did you mean " + nearest + "?");
    } else if (option.get().belongsTo(command)) {
      given.put(option.get().name(), new Given(name, value));
    }
  }

  /** Whoever runs in a cluster and names no file means the cluster. */
  private void cluster(Map<String, String> environment) {
    if (environment.containsKey(POD)
        && Options.KUBERNETES.belongsTo(command)
        && !given.containsKey(Options.TENANTS.name())) {
      given.putIfAbsent(Options.KUBERNETES.name(), new Given(POD, "true"));
    }
  }

  private void flags(Deque<String> arguments) {
    Map<String, Given> flags = new HashMap<>();
    while (!arguments.isEmpty()) {
      String argument = arguments.pop();
      int equals = argument.indexOf('=');
      String flag = equals < 0 ? argument : argument.substring(0, equals);
      Optional<Option<?>> option =
          Options.ALL.stream().filter(o -> o.flag().equals(flag)).findFirst();
      boolean followed = equals < 0 && !arguments.isEmpty() && !standsAlone(option, arguments);
      if (option.isEmpty() || !option.get().belongsTo(command)) {
        unknown.add(unknownFlag(flag, option));
        if (followed && flag.startsWith("-") && !arguments.peek().startsWith("--")) {
          arguments.pop(); // its value, which is no mistake of its own
        }
      } else if (equals < 0 && !followed && option.get().kind().equals(Kind.SWITCH)) {
        flags.put(option.get().name(), new Given(flag, "true"));
      } else if (equals < 0 && !followed) {
        unknown.add(flag + " needs a value");
      } else {
        String value = followed ? arguments.pop() : argument.substring(equals + 1);
        if (flags.put(option.get().name(), new Given(flag, value)) != null) {
          unknown.add(flag + " is there twice");
        }
      }
    }
    given.putAll(flags);
  }

  /** A switch without a value of its own. */
  private static boolean standsAlone(Optional<Option<?>> option, Deque<String> arguments) {
    return option.isPresent()
        && option.get().kind().equals(Kind.SWITCH)
        && !arguments.peek().equals("true")
        && !arguments.peek().equals("false");
  }

  private String unknownFlag(String flag, Optional<Option<?>> elsewhere) {
    if (elsewhere.isPresent()) {
      return flag + " is not an option of " + command.word();
    }
    if (!flag.startsWith("-")) {
      return "'" + flag + "' is not expected here: every value follows its option";
    }
    List<String> flags = new ArrayList<>(Options.of(command).stream().map(Option::flag).toList());
    flags.add(HELP);
    return "unknown option " + flag + ": did you mean " + nearest(flag, flags) + "?";
  }

  private static String nearest(String text, List<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(k -> k.startsWith(text) ? 1 : distance(text, k)))
        .orElseThrow();
  }

  /** Letters to insert, remove or replace to get from one text to the other (Levenshtein). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
