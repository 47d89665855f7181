package io.sparkhistory.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes resources at the end of the process: last opened, first closed. A step that fails does not
 * stop the others. Steps are added by the main thread alone, before {@link #atExit()}.
 */
final class Shutdown {
  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  private final Deque<Step> steps = new ArrayDeque<>();

  private record Step(String name, AutoCloseable action) {}

  /** Remembers a step and returns what it closes. */
  <T extends AutoCloseable> T add(String name, T resource) {
    steps.push(new Step(name, resource));
    return resource;
  }

  void run() {
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      try {
        step.action().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.warn("Closing failed: {}", step.name(), e);
      }
    }
  }

  /**
   * Takes the steps when the process is told to end (SIGTERM, SIGINT), and ends with exit code 0: a
   * drained gateway has not failed, whatever the JVM makes of a signal (128 + 15).
   */
  void atExit() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::runAndHalt, "shutdown"));
  }

  private void runAndHalt() {
    run();
    Runtime.getRuntime().halt(0);
  }
}
