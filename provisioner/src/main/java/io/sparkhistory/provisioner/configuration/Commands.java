package io.sparkhistory.provisioner.configuration;

import io.sparkhistory.program.commandline.Command;
import java.util.Set;

/** What the program can be asked to do. */
public final class Commands {
  /** Runs the operator. */
  public static final Command RUN =
      new Command(
          "",
          "Makes a private history server of every SparkHistoryServer resource, and keeps it right.");

  public static final Command RENDER =
      new Command(
          "render",
          "Prints every object it would make of a resource in a file, without a cluster.");

  static final Set<Command> ALL = Set.of(RUN, RENDER);

  private Commands() {}
}
