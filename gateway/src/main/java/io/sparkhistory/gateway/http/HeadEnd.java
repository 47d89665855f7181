package io.sparkhistory.gateway.http;

import io.netty.buffer.ByteBuf;

/**
 * Copies received bytes of a head and searches its end. A search resumes where the last one
 * stopped, so each byte is examined once, however slowly it arrives.
 */
final class HeadEnd {
  static final int INCOMPLETE = 0;
  static final int REFUSED = -1;

  /** What is copied at a time: a usual head, and little of the content that came with it. */
  private static final int BLOCK = Head.FIRST_BYTES - Head.SLACK;

  private HeadEnd() {}

  /** Consumes the one empty line that a request may come after (RFC 9112, section 2.2). */
  static void skipEmptyLine(ByteBuf in, Head head) {
    if (!head.emptyLineSkipped
        && head.lineStart == 0
        && in.readableBytes() >= 2
        && in.getShort(in.readerIndex()) == Octets.CR_LF) {
      in.skipBytes(2);
      head.restartSearch();
      head.emptyLineSkipped = true;
    }
  }

  /**
   * Whether the first byte can be that of a request; true while there is none. Looked at before
   * anything else, so that a TLS handshake is not waited for to end in an empty line.
   */
  static boolean startsRequest(ByteBuf in, Head head) {
    if (!in.isReadable()) {
      return true;
    }
    byte first = in.getByte(in.readerIndex());
    boolean emptyLine = first == '\r' && in.readableBytes() == 1 && !head.emptyLineSkipped;
    return emptyLine || Octets.is(Octets.TOKEN, first) || head.refuse(HeadError.REQUEST_LINE);
  }

  /** As {@link #startsRequest}, for a response. */
  static boolean startsResponse(ByteBuf in, Head head) {
    return !in.isReadable()
        || in.getByte(in.readerIndex()) == 'H'
        || head.refuse(HeadError.STATUS_LINE);
  }

  /** Length of the head with the empty line at its end, {@link #INCOMPLETE} or {@link #REFUSED}. */
  static int find(ByteBuf in, Head head, int limit) {
    int window = Math.min(in.readableBytes(), limit);
    int lineStart = head.lineStart;
    int searched = head.searched;
    while (searched < window) {
      int to = Math.min(window, searched + BLOCK);
      head.copy(in, searched, to, limit);
      byte[] b = head.bytes();
      int lf = EightBytes.indexOf(EightBytes.LF, b, searched, to);
      while (lf < to) {
        if (lf == lineStart || b[lf - 1] != '\r') {
          head.refuse(HeadError.LINE_END);
          return REFUSED;
        }
        if (lf == lineStart + 1) {
          return lf + 1;
        }
        lineStart = lf + 1;
        lf = EightBytes.indexOf(EightBytes.LF, b, lineStart, to);
      }
      searched = to;
    }
    head.lineStart = lineStart;
    head.searched = window;
    if (window < limit) {
      return INCOMPLETE;
    }
    head.begin(window); // what has come says at least what is too large
    head.refuse(lineStart == 0 ? HeadError.TARGET_TOO_LONG : HeadError.TOO_LARGE);
    return REFUSED;
  }
}
