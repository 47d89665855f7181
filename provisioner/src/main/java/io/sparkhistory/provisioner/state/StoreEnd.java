package io.sparkhistory.provisioner.state;

import io.sparkhistory.api.Reason;
import io.sparkhistory.historyserver.Launcher;
import io.sparkhistory.historyserver.StoreCheck;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The end of a container whose launcher has thrown the store away, and that is started again. */
final class StoreEnd {
  private static final Pattern LINE =
      Pattern.compile(
          "(?m)^" + Pattern.quote(Launcher.PREFIX + StoreCheck.THROWN_AWAY) + ": (?<why>.*)$");

  private StoreEnd() {}

  /**
   * What it tells; empty for another end.
   *
   * @param log last lines of the container
   */
  static Optional<StoreTrouble> of(int exitCode, String log) {
    Matcher line = LINE.matcher(log);
    return exitCode == Launcher.STORE_THROWN_AWAY && line.find()
        ? Optional.of(
            new StoreTrouble(
                Reason.STORE_THROWN_AWAY,
                "The store was discarded, and " + line.group("why") + "."))
        : Optional.empty();
  }
}
