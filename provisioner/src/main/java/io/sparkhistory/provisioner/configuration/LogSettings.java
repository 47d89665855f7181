package io.sparkhistory.provisioner.configuration;

import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import io.sparkhistory.program.log.LogOptions;

/** Settings of the program's own log. */
public final class LogSettings {
  private static final LogOptions LOG = new LogOptions(Commands.ALL);
  static final OptionGroup OPTIONS = LOG.group();

  private LogSettings() {}

  public static LogOptions.Settings of(Values values) {
    return LOG.of(values);
  }
}
