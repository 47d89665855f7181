package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Command;
import java.util.Set;

/** Commands of the program. */
public final class Commands {
  public static final Command GATEWAY =
      new Command("gateway", "serves the history servers of a cluster, or those listed in a file");
  public static final Command LOCAL =
      new Command("local", "runs history servers on this machine, for the logs in its folders");

  /** Commands that run the proxy. */
  static final Set<Command> SERVING = Set.of(GATEWAY, LOCAL);

  private Commands() {}
}
