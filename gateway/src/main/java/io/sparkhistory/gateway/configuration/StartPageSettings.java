package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;

/**
 * What the start page does.
 *
 * @param wakes whether a visit of somebody who may see one namespace wakes its history server
 */
public record StartPageSettings(boolean wakes) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.SERVING);

  private static final Option<Boolean> WAKE_ON_START_PAGE =
      OPTIONS.option(
          "wake-on-start-page",
          Kind.BOOLEAN,
          "true",
          "the start page wakes the history server of a visitor who may see one namespace");

  static StartPageSettings of(Values values) {
    return new StartPageSettings(values.get(WAKE_ON_START_PAGE));
  }
}
