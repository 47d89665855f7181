package io.sparkhistory.gateway;

import io.sparkhistory.gateway.Option.Command;

/** The texts of {@code --help}, made from the table of options. */
final class Help {
  private Help() {}

  static String overview() {
    StringBuilder text = new StringBuilder("Usage: sparkhistory COMMAND [OPTION VALUE]...\n\n");
    for (Command command : Command.values()) {
      text.append(String.format("  %-12s%s%n", command.word(), command.purpose()));
    }
    return text.append("\n'sparkhistory COMMAND --help' lists the options of a command.\n")
        .append("--version says which version this is.\n")
        .toString();
  }

  /** Every option of the command with its default and its environment variable. */
  static String of(Command command) {
    StringBuilder text =
        new StringBuilder("Usage: sparkhistory " + command.word() + " [OPTION VALUE]...\n");
    text.append("  ").append(command.purpose()).append("\n\n");
    for (Option<?> option : Options.of(command)) {
      text.append(String.format("  %s %s%n", option.flag(), option.kind().shape()));
      text.append(String.format("      %s%n", option.description()));
      text.append(
          String.format("      default: %s   (%s)%n", shown(option, command), option.variable()));
    }
    return text.append("\nA flag wins over its environment variable.\n")
        .append("Durations: 500ms, 30s, 2m, 1h. Sizes: bytes, or with Ki, Mi, Gi.\n")
        .toString();
  }

  /** The default as people should read it. */
  static String shown(Option<?> option, Command command) {
    String standard = option.standard(command);
    return standard.isEmpty() ? "none" : standard;
  }
}
