package io.sparkhistory.provisioner.configuration;

import io.sparkhistory.program.commandline.Command;
import java.util.Set;

/** What the program can be asked to do. */
public final class Commands {
  /** Runs the operator. */
  public static final Command RUN =
      new Command(
          "", "Runs the operator: creates a history server for every SparkHistoryServer resource.");

  public static final Command RENDER =
      new Command(
          "render",
          "Prints every object that the operator would create for a resource; needs no cluster.");

  static final Set<Command> ALL = Set.of(RUN, RENDER);

  private Commands() {}
}
