package io.sparkhistory.provisioner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was asked for on the command line. */
sealed interface CommandLine {
  /** Print the text and end. */
  record Print(String text) implements CommandLine {}

  /** Print each line on the error output and end with 1. */
  record Refuse(List<String> errors) implements CommandLine {}

  /**
   * Print the objects of the resource in a file.
   *
   * @param file path of the resource, or {@code -} for the standard input
   */
  record Render(ProvisionerConfig config, String file) implements CommandLine {}

  /** Run the operator. */
  record Run(ProvisionerConfig config) implements CommandLine {}

  /** Reads the arguments and the environment; every error is reported at once. */
  static CommandLine read(List<String> arguments, Map<String, String> environment) {
    List<String> rest = new ArrayList<>(arguments);
    if (rest.contains("--help") || rest.contains("-h")) {
      return new Print(help());
    }
    boolean render = !rest.isEmpty() && rest.get(0).equals("render");
    if (render) {
      rest.remove(0);
    }
    Reader reader = new Reader(render);
    reader.read(rest);
    Map<Option, String> values = new EnumMap<>(Option.class);
    for (Option option : Option.values()) {
      values.put(option, environment.getOrDefault(option.variable(), option.standard()));
    }
    values.putAll(reader.given);
    unknownVariables(environment, reader.errors);
    return result(render, reader, values);
  }

  private static CommandLine result(boolean render, Reader reader, Map<Option, String> values) {
    List<String> errors = reader.errors;
    ProvisionerConfig.Reading reading = new ProvisionerConfig.Reading(values, errors);
    Optional<ProvisionerConfig> config = reading.config();
    if (render && reader.file.isEmpty()) {
      errors.add("render needs -f FILE with a SparkHistoryServer");
    }
    if (!errors.isEmpty() || config.isEmpty()) {
      return new Refuse(List.copyOf(errors));
    }
    return render ? new Render(config.get(), reader.file) : new Run(config.get());
  }

  private static void unknownVariables(Map<String, String> environment, List<String> errors) {
    environment.keySet().stream()
        .filter(name -> name.startsWith("SPARKHISTORY_"))
        .filter(name -> Arrays.stream(Option.values()).noneMatch(o -> o.variable().equals(name)))
        .sorted()
        .forEach(name -> errors.add("environment variable " + name + " is unknown"));
  }

  private static String help() {
    StringBuilder text =
        new StringBuilder(
            """
            Usage: sparkhistory provisioner [OPTION]…
                   sparkhistory provisioner render -f FILE [OPTION]…

            Makes a private history server of every SparkHistoryServer resource, and keeps it right.
            render prints every object it would make of the resource in FILE (- for the standard
            input), without a cluster.

            Options, each also as environment variable SPARKHISTORY_… (--public-url is
            SPARKHISTORY_PUBLIC_URL); durations are a number and s, m, h or d:

            """);
    for (Option option : Option.values()) {
      text.append("  ").append(option.flag()).append(' ').append(option.shape()).append('\n');
      text.append("      ").append(option.description());
      if (!option.standard().isEmpty()) {
        text.append(" (default ").append(option.standard()).append(')');
      }
      text.append('\n');
    }
    return text.append("  -h, --help\n      this text\n").toString();
  }

  /** Takes the arguments apart. */
  final class Reader {
    private final boolean render;
    private final Map<Option, String> given = new EnumMap<>(Option.class);
    private final List<String> errors = new ArrayList<>();
    private String file = "";

    private Reader(boolean render) {
      this.render = render;
    }

    private void read(List<String> arguments) {
      List<String> rest = new ArrayList<>(arguments);
      while (!rest.isEmpty()) {
        String argument = rest.remove(0);
        int equals = argument.indexOf('=');
        String flag = equals < 0 ? argument : argument.substring(0, equals);
        Optional<Option> option =
            Arrays.stream(Option.values()).filter(each -> each.flag().equals(flag)).findFirst();
        boolean isFile = render && (flag.equals("-f") || flag.equals("--file"));
        if (option.isEmpty() && !isFile) {
          errors.add(flag + " is unknown; --help lists what there is");
        } else if (equals < 0 && rest.isEmpty()) {
          errors.add(flag + " needs a value");
        } else {
          String value = equals < 0 ? rest.remove(0) : argument.substring(equals + 1);
          if (isFile) {
            file = value;
          } else {
            take(option.orElseThrow(), value);
          }
        }
      }
    }

    private void take(Option option, String value) {
      if (given.put(option, value) != null) {
        errors.add(option.flag() + " is given twice");
      }
    }
  }
}
