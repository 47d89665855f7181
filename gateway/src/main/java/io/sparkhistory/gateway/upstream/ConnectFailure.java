package io.sparkhistory.gateway.upstream;

import io.netty.channel.ConnectTimeoutException;

/** Reason why no connection to a history server could be opened. */
public enum ConnectFailure {
  /** This process has no socket left; nothing is known of the server. */
  NO_SOCKET,
  TIMEOUT,
  UNREACHABLE;

  static ConnectFailure of(Throwable cause) {
    if (Exhausted.isCause(cause)) {
      return NO_SOCKET;
    }
    return cause instanceof ConnectTimeoutException ? TIMEOUT : UNREACHABLE;
  }

  /** The cause for the access log. */
  String why(Throwable cause) {
    String text = this == NO_SOCKET ? cause.getMessage() : cause.getClass().getSimpleName();
    return "connect: " + text;
  }
}
