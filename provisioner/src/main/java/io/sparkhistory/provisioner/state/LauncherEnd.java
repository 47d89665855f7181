package io.sparkhistory.provisioner.state;

import io.sparkhistory.historyserver.Launcher;
import java.util.Optional;

/** What the end of a container with the launcher tells of the log folder. */
enum LauncherEnd {
  /** The launcher could not use it. */
  FOLDER_UNUSABLE,

  /** The launcher could use it, so what ended was Spark. */
  FOLDER_READY,

  /** It was not tried, or the end came so suddenly that nothing was told. */
  UNKNOWN;

  /**
   * By the launcher's exit code and line, and nothing else.
   *
   * @param log last lines of the container
   */
  static LauncherEnd of(int exitCode, String log) {
    if (exitCode == Launcher.LOG_FOLDER) {
      return FOLDER_UNUSABLE;
    }
    return log.lines().anyMatch(Launcher.FOLDER_READY::equals) ? FOLDER_READY : UNKNOWN;
  }

  /** Whether the folder is made; empty when nothing tells. */
  Optional<Boolean> folderMade() {
    return switch (this) {
      case FOLDER_UNUSABLE -> Optional.of(false);
      case FOLDER_READY -> Optional.of(true);
      case UNKNOWN -> Optional.empty();
    };
  }
}
