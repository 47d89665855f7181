package io.sparkhistory.program.commandline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParseResult;

/**
 * The flags of one command as picocli knows them. Its values stay text: one path reads them,
 * wherever they come from. The specification is made by calls and not by annotations, which would
 * be read by reflection at each start.
 */
final class Syntax {
  private static final int WIDTH = 100;

  /** Letters of a line beside the options. */
  private static final int DESCRIPTION = 68;

  /** Ends the options nowhere: no argument can hold it (POSIX, exec). */
  private static final String NOTHING = "\0";

  private final CommandSpec spec;

  private Syntax(CommandSpec spec) {
    this.spec = spec;
  }

  /**
   * What the arguments say.
   *
   * @param flags texts by flag, the long form
   * @param mistakes a sentence for each flag that is there twice or lacks its value
   * @param unmatched what belongs to no flag, in the order of the arguments
   */
  record Parsed(Map<String, String> flags, List<String> mistakes, List<String> unmatched) {}

  /**
   * @param name what people type in front of the options
   */
  static Syntax of(String name, Command command, List<Option<?>> options) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage()
        .description(plain(command.purpose()))
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .width(WIDTH);
    spec.parser()
        .collectErrors(true)
        .unmatchedArgumentsAllowed(true)
        .allowOptionsAsOptionParameters(true)
        .posixClusteredShortOptionsAllowed(false)
        .endOfOptionsDelimiter(NOTHING);
    for (Option<?> option : options) {
      spec.addOption(option(option, command));
    }
    return new Syntax(spec);
  }

  private static OptionSpec option(Option<?> option, Command command) {
    boolean alone = option.kind().isSwitch();
    return OptionSpec.builder(option.flags().toArray(String[]::new))
        .type(alone ? Boolean.class : String.class)
        .arity(alone ? "0..1" : "1")
        .fallbackValue("true")
        .converters(alone ? Boolean::valueOf : text -> text)
        .paramLabel(option.kind().label())
        .description(description(option, command))
        .build();
  }

  private static String[] description(Option<?> option, Command command) {
    List<String> lines = lines(option.description());
    lines.addAll(lines("default: " + option.shown(command) + " (" + option.variable() + ")"));
    return lines.toArray(String[]::new);
  }

  /** Lines that are broken between words alone: picocli would break host.example.com. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + word.length() > DESCRIPTION) {
        lines.add(plain(line.toString()));
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(plain(line.toString()));
    return lines;
  }

  /** Text of a description that means nothing to {@link java.util.Formatter}. */
  private static String plain(String text) {
    return text.replace("%", "%%");
  }

  Parsed parse(List<String> arguments) {
    CommandLine line = new CommandLine(spec).setExpandAtFiles(false);
    ParseResult result = line.parseArgs(arguments.toArray(String[]::new));
    Map<String, String> flags = new HashMap<>();
    for (OptionSpec option : result.matchedOptions()) {
      flags.put(option.longestName(), option.stringValues().get(0));
    }
    List<String> mistakes = result.errors().stream().map(Syntax::sentence).toList();
    return new Parsed(flags, mistakes, result.unmatched());
  }

  private static String sentence(Exception mistake) {
    if (mistake instanceof OverwrittenOptionException twice) {
      return flag(twice.getOverwritten()) + " is there twice";
    }
    if (mistake instanceof MissingParameterException incomplete) {
      return flag(incomplete.getMissing().get(0)) + " needs a value";
    }
    return String.valueOf(mistake.getMessage());
  }

  private static String flag(ArgSpec spec) {
    return ((OptionSpec) spec).longestName();
  }

  /** Lists a command after the options. */
  void add(String word, Syntax command) {
    spec.addSubcommand(word, command.spec);
  }

  /**
   * @param footer what comes after the options, a line each
   */
  String help(List<String> footer) {
    spec.usageMessage().footer(footer.stream().map(Syntax::plain).toArray(String[]::new));
    return new CommandLine(spec).getUsageMessage(Ansi.OFF);
  }
}
