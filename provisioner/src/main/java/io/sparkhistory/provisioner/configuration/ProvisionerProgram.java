package io.sparkhistory.provisioner.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Program;
import io.sparkhistory.program.commandline.Values;
import java.util.List;
import java.util.Set;

/**
 * The provisioner's command line: its commands and the table of everything that can be configured.
 */
public final class ProvisionerProgram {
  private static final OptionGroup RENDERING = new OptionGroup(Set.of(Commands.RENDER));
  private static final Option<String> FILE =
      RENDERING.option(
          "file",
          "f",
          Kind.TEXT,
          "",
          "file with a SparkHistoryServer to render; -: standard input");

  /** In the order in which {@code --help} shows them. */
  private static final List<OptionGroup> GROUPS =
      List.of(
          RENDERING,
          ProvisionerConfig.OPTIONS,
          ClusterOptions.OPTIONS,
          Site.OPTIONS,
          Work.OPTIONS,
          Profiles.OPTIONS,
          Presence.OPTIONS,
          LogSettings.OPTIONS);

  public static final Program PROGRAM =
      new Program(
          "sparkhistory provisioner",
          List.of(Commands.RUN, Commands.RENDER),
          GROUPS.stream().<Option<?>>flatMap(group -> group.options().stream()).toList());

  private ProvisionerProgram() {}

  /** The file that the command {@code render} is given, or {@code -} for the standard input. */
  public static String file(Values values) {
    String file = values.get(FILE);
    values.require(!file.isEmpty(), "render needs -f FILE with a SparkHistoryServer");
    return file;
  }
}
