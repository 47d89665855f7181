package io.sparkhistory.gateway.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A history server's process. A thread of its own takes everything it writes to its log; its
 * standard input is a pipe that only the end of this process closes, see {@link
 * io.sparkhistory.historyserver.Launcher}.
 */
final class HistoryServerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryServerProcess.class);

  /**
   * What Spark logs when its server is bound (org.apache.spark.util.Utils.startServiceOnPort, since
   * 1.0). It is the child's own word: an answer on a port that was free a moment ago could be
   * somebody else's, such as another tenant's server.
   */
  private static final Pattern BOUND =
      Pattern.compile("Successfully started service 'HistoryServerUI' on port ([0-9]{1,5})");

  /** How long the last words of a process that has ended are waited for. */
  private static final long LAST_WORDS_SECONDS = 2;

  private final Process process;
  private final ServerLog log;
  private final CompletableFuture<Boolean> drained = new CompletableFuture<>();

  private HistoryServerProcess(Process process, ServerLog log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a process.
   *
   * @param environment all of its environment
   * @param file where its log is kept
   * @param logBytes how much of its log is kept
   */
  static HistoryServerProcess start(
      List<String> command,
      Map<String, String> environment,
      File directory,
      Path file,
      long logBytes)
      throws IOException {
    ServerLog log = new ServerLog(file, logBytes, BOUND);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      log.close();
      throw e;
    }
    HistoryServerProcess started = new HistoryServerProcess(process, log);
    Thread pump = new Thread(started::pump, "history-server-log-" + process.pid());
    pump.setDaemon(true);
    pump.start();
    return started;
  }

  /** Completes when the process has ended and what it wrote has been read. */
  CompletableFuture<?> ended() {
    return process
        .onExit()
        .thenCompose(p -> drained.completeOnTimeout(false, LAST_WORDS_SECONDS, TimeUnit.SECONDS));
  }

  /** The port on which it listens; empty until it does. */
  OptionalInt port() {
    String port = log.firstMatch();
    return port.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port));
  }

  long pid() {
    return process.pid();
  }

  /** Exit code; only after it has ended. */
  int exitCode() {
    return process.exitValue();
  }

  /** The line of its log that says most about why it ended; may be empty. */
  String reason() {
    return log.reason();
  }

  /** Asks it to end (SIGTERM). */
  void terminate() {
    // Process.destroy would close its standard input as well, and so end it without its farewell.
    process.toHandle().destroy();
  }

  /** Ends it (SIGKILL). */
  void kill() {
    process.destroyForcibly();
  }

  private void pump() {
    byte[] buffer = new byte[8192];
    boolean writable = true;
    try (InputStream in = process.getInputStream()) {
      int read = in.read(buffer);
      while (read >= 0) {
        writable = writable && keep(buffer, read);
        read = in.read(buffer);
      }
    } catch (IOException e) {
      LOG.debug("The output of history server process {} broke off", process.pid(), e);
    } finally {
      close();
      drained.complete(true);
    }
  }

  /** Reading goes on without the file, or else the process would wait for ever. */
  private boolean keep(byte[] buffer, int length) {
    try {
      log.append(buffer, length);
      return true;
    } catch (IOException e) {
      LOG.warn(
          "Cannot write the log of history server process {}: {}", process.pid(), e.toString());
      return false;
    }
  }

  private void close() {
    try {
      log.close();
    } catch (IOException e) {
      LOG.warn(
          "Cannot close the log of history server process {}: {}", process.pid(), e.toString());
    }
  }
}
