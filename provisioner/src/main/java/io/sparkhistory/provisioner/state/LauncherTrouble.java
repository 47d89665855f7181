package io.sparkhistory.provisioner.state;

import io.sparkhistory.api.Reason;
import java.util.Optional;
import java.util.regex.Pattern;

/** Trouble of an image without the launcher whose resource says {@code launcher: Image}. */
final class LauncherTrouble {
  /**
   * What Java says of an argument file, or of a class, that is not there (sun.launcher resources).
   */
  private static final Pattern MISSING =
      Pattern.compile(
          "could not open `[^']*/history-server/java-options'"
              + "|Could not find or load main class io\\.sparkhistory\\.historyserver\\.Launcher");

  private LauncherTrouble() {}

  static Optional<Situation.Trouble> of(String log, String image) {
    return MISSING.matcher(log).find()
        ? Optional.of(
            new Situation.Trouble(
                Reason.LAUNCHER_MISSING,
                "The image "
                    + image
                    + " does not contain the launcher. Set launcher to None,"
                    + " or use an image of the target history-server of this version."))
        : Optional.empty();
  }
}
