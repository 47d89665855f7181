package io.sparkhistory.provisioner.state;

import io.sparkhistory.historyserver.Launcher;
import java.util.List;

/** The most telling line of a log. */
final class LastLine {
  /** Longest line in a condition, which is read in a terminal; the pod's log has all of it. */
  static final int LONGEST = 300;

  private LastLine() {}

  /**
   * The last line that begins an exception, else the last line with a word in it; shortened to
   * {@link #LONGEST} characters. Stack frames say nothing to an owner.
   */
  static String of(String log) {
    List<String> lines =
        log.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !isFrame(line))
            .filter(line -> !line.equals(Launcher.FOLDER_READY))
            .toList();
    String line =
        lines.stream()
            .filter(each -> each.contains("Exception") || each.contains("Error"))
            .reduce((first, second) -> second)
            .orElseGet(() -> lines.isEmpty() ? "(nothing)" : lines.get(lines.size() - 1));
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  private static boolean isFrame(String line) {
    return line.startsWith("at ") || (line.startsWith("...") && line.endsWith("more"));
  }
}
