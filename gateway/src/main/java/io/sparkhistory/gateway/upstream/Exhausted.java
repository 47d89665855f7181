package io.sparkhistory.gateway.upstream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes errors of the operating system that mean it has no socket to give, which is not the
 * history server's fault.
 */
final class Exhausted {
  /** Of EMFILE, ENFILE, EADDRNOTAVAIL, ENOBUFS and ENOMEM, as the JDK and Netty pass them on. */
  private static final List<String> WORDS =
      List.of(
          "Too many open files",
          "Cannot assign requested address",
          "No buffer space available",
          "Cannot allocate memory");

  private static final int DEPTH = 8;

  private Exhausted() {}

  static boolean isCause(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int i = 0; cause != null && i < DEPTH; i++) {
      String message = String.valueOf(cause.getMessage());
      if (WORDS.stream().anyMatch(message::contains)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
