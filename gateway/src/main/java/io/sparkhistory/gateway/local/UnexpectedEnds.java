package io.sparkhistory.gateway.local;

import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.LogReads;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.historyserver.Launcher;
import io.sparkhistory.historyserver.LogFolderProblem;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Account of the unexpected ends of one history server: how many in a row, which event log caused
 * them, and the message for people. Used by one thread; its reads by all.
 */
final class UnexpectedEnds {
  static final String OUT_OF_MEMORY = "OutOfMemory";
  static final String CRASH_LOOP = "CrashLoop";

  /** What the JVM writes, whoever catches the error (-XX:+ExitOnOutOfMemoryError). */
  private static final String ERROR = "OutOfMemoryError";

  private static final Logger LOG = LoggerFactory.getLogger(UnexpectedEnds.class);

  private final Tenant tenant;
  private final LocalSettings settings;
  private final TenantLogs folders;
  private final LogReads reads;
  private int inARow;

  UnexpectedEnds(Tenant tenant, LocalSettings settings, TenantLogs folders, LogReads reads) {
    this.tenant = tenant;
    this.settings = settings;
    this.folders = folders;
    this.reads = reads;
  }

  LogReads reads() {
    return reads;
  }

  /** How many there were in a row. */
  int inARow() {
    return inARow;
  }

  /** It did not come so far that it could serve anybody. */
  void whileStarting() {
    inARow++;
  }

  /**
   * It ended while it ran. Answers whether a log was to blame, whose application is refused from
   * now on. Out of memory that is the largest of those that were being read; for another reason,
   * one that was being read at the last end, too.
   *
   * @param stable whether it had run for so long that it was not broken when it started
   */
  boolean whileRunning(HistoryServerProcess process, boolean stable) {
    LogReads.Interrupted interrupted = reads.interrupt();
    boolean memory = ranOutOfMemory(process);
    Set<String> suspects = memory ? interrupted.reads() : interrupted.again();
    if (suspects.isEmpty()) {
      // reading a large log may take longer than any time after which a server counts as stable
      inARow = stable && interrupted.reads().isEmpty() ? 1 : inARow + 1;
      return false;
    }
    String largest =
        suspects.stream()
            .max(Comparator.comparingLong(name -> folders.sizeOfLog(tenant, name)))
            .orElseThrow();
    Backend.Failed failed = memory ? tooLarge(largest) : endsIt(largest, process);
    LOG.warn("{}: {}", tenant.namespace(), failed.reason());
    reads.refuse(largest, failed);
    inARow = 0;
    return true;
  }

  /**
   * For a server that reads no log for anybody, and so for all of its applications.
   *
   * @param how it ended, the rest of a sentence about it
   */
  Backend.Failed failure(String how, HistoryServerProcess process) {
    String reason = process.reason();
    if (settings.logs().isRemote() && LogFolderProblem.told(reason).isPresent()) {
      String told = reason.substring(Launcher.PREFIX.length());
      String word = told.substring(0, told.indexOf(':'));
      return new Backend.Failed(
          RemoteProblem.sentence(settings.logs(), word, told.substring(word.length() + 1)),
          seeLog(),
          CRASH_LOOP);
    }
    return ranOutOfMemory(process)
        ? new Backend.Failed(
            "The history server " + how + ", out of memory: its largest heap is " + heap() + ".",
            "Start the gateway with a larger --history-server-memory, then try again.",
            OUT_OF_MEMORY)
        : new Backend.Failed("The history server " + how + last(process), seeLog(), CRASH_LOOP);
  }

  /** Where to look for more. */
  String seeLog() {
    return "What it wrote is in " + settings.logOf(tenant.namespace()) + "; then try again.";
  }

  /** How a process ended, and the line of its log that says most about why. */
  static String last(HistoryServerProcess process) {
    int code = process.exitCode();
    // 128 and the number of the signal: what it wrote last has nothing to do with that.
    if (code > 128) {
      return " (killed by signal " + (code - 128) + ")";
    }
    String reason = process.reason();
    boolean nothing = reason.isEmpty() || reason.equals(Launcher.FOLDER_READY);
    return " (exit code " + code + ")" + (nothing ? "" : ": " + reason);
  }

  private static boolean ranOutOfMemory(HistoryServerProcess process) {
    return process.exitCode() < 128 && process.reason().contains(ERROR);
  }

  private Backend.Failed tooLarge(String application) {
    long bytes = folders.sizeOfLog(tenant, application);
    String log = bytes == 0 ? "" : " has " + size(bytes) + " on disk and";
    return new Backend.Failed(
        "The event log of "
            + application
            + log
            + " does not fit into the memory of the history server, whose largest heap is "
            + heap()
            + ".",
        "Start the gateway with a larger --history-server-memory, then open this page again. The"
            + " other applications of this namespace can still be opened.",
        OUT_OF_MEMORY);
  }

  private Backend.Failed endsIt(String application, HistoryServerProcess process) {
    return new Backend.Failed(
        "The history server ended twice while it read the event log of "
            + application
            + last(process),
        seeLog(),
        CRASH_LOOP);
  }

  /** As sizes are shown, such as {@code 80 MiB}; it is configured as {@code -Xmx} takes it. */
  private String heap() {
    String memory = settings.command().memory();
    int unit = memory.length() - 1;
    return memory.substring(0, unit) + " " + memory.substring(unit).toUpperCase(Locale.ROOT) + "iB";
  }

  private static String size(long bytes) {
    return bytes >= 10L << 20 ? (bytes >> 20) + " MiB" : Math.max(1, bytes >> 10) + " KiB";
  }
}
