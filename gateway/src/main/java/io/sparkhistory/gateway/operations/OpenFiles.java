package io.sparkhistory.gateway.operations;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * Whether the process may have as many files open as its connections can need: a client takes one,
 * and its request another. On Linux the JVM has raised its limit as far as it may already, so what
 * is asked for here is the hard limit.
 */
public final class OpenFiles {
  /** Everything but clients and their requests: jars, event loops, logs, the API server, probes. */
  static final int OTHERS = 256;

  private OpenFiles() {}

  /**
   * What this process may open (RLIMIT_NOFILE); the largest number where there is no such limit.
   */
  public static long limit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }

  /**
   * What to tell operators; empty when the limit is high enough.
   *
   * @param connections most connections of clients
   */
  public static Optional<String> shortage(int connections, long limit) {
    long needed = 2L * connections + OTHERS;
    long fitting = Math.max(1, (limit - OTHERS) / 2);
    return limit >= needed
        ? Optional.empty()
        : Optional.of(
            "--max-connections "
                + connections
                + " can need "
                + needed
                + " open files, and the limit is "
                + limit
                + ": when they are used up, requests get 503 and new connections wait. Raise the"
                + " hard limit (ulimit -Hn, LimitNOFILE of the service or of the container runtime),"
                + " or set --max-connections to "
                + fitting
                + " and have more replicas.");
  }
}
