package io.sparkhistory.gateway.http;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.http.HeadParser.Progress;

/**
 * Reads the line that precedes a chunk: {@code chunk-size [ chunk-ext ] CRLF} (RFC 9112, section
 * 7.1). Extensions are read by their grammar, bounded, and forgotten: no recipient that we know of
 * uses one, and each is a place to hide a line end.
 */
final class ChunkLine {
  /** Most bytes of a line before its CR. */
  static final int LINE_BYTES = 256;

  /** Most bytes of extensions in one body, against a body that is made of them. */
  static final int EXTENSION_BYTES = 4 * 1024;

  private static final int SIZE_DIGITS = 16;

  private enum State {
    SIZE,
    /** White space that only a semicolon may end. */
    BEFORE_SEMICOLON,
    BEFORE_NAME,
    NAME,
    /** White space behind a name: an equals sign, a semicolon may come. */
    AFTER_NAME,
    BEFORE_VALUE,
    VALUE,
    QUOTED,
    ESCAPED,
    AFTER_QUOTED,
    LF,
    END,
    BROKEN
  }

  private State state = State.SIZE;
  private int lineBytes;
  private int digits;
  private int extensionBytes;
  private long size;

  /** Starts a body. */
  void begin() {
    extensionBytes = 0;
    next();
  }

  /** Starts the next line of the same body. */
  void next() {
    state = State.SIZE;
    lineBytes = 0;
    digits = 0;
    size = 0;
  }

  /** Size of the chunk, after COMPLETE. */
  long size() {
    return size;
  }

  /** Consumes bytes of the line until it ends, is broken, or there are no more. */
  Progress read(ByteBuf in) {
    while (in.isReadable()) {
      step(in.readByte());
      if (state == State.END) {
        return Progress.COMPLETE;
      }
      if (state == State.BROKEN) {
        return Progress.REFUSED;
      }
    }
    return Progress.INCOMPLETE;
  }

  private void step(byte b) {
    if (b == '\r') {
      state = mayEnd() ? State.LF : State.BROKEN;
    } else if (state == State.LF) {
      state = b == '\n' ? State.END : State.BROKEN;
    } else if (state == State.SIZE && Octets.is(Octets.HEX, b)) {
      digit(b);
    } else {
      extension(b);
    }
    if (++lineBytes > LINE_BYTES + 2) {
      state = State.BROKEN;
    }
  }

  private boolean mayEnd() {
    return switch (state) {
      case SIZE -> digits > 0;
      case NAME, VALUE, AFTER_QUOTED -> true;
      default -> false;
    };
  }

  private void digit(byte b) {
    if (++digits > SIZE_DIGITS || size > Long.MAX_VALUE >> 4) {
      state = State.BROKEN;
      return;
    }
    size = (size << 4) | Character.digit(b, 16);
  }

  private void extension(byte b) {
    state = ++extensionBytes > EXTENSION_BYTES ? State.BROKEN : after(b);
  }

  private State after(byte b) {
    boolean blank = Octets.is(Octets.BLANK, b);
    boolean token = Octets.is(Octets.TOKEN, b);
    return switch (state) {
      case SIZE -> digits == 0 ? State.BROKEN : semicolon(b, blank);
      case BEFORE_SEMICOLON, AFTER_QUOTED -> semicolon(b, blank);
      case BEFORE_NAME -> blank ? State.BEFORE_NAME : token ? State.NAME : State.BROKEN;
      case NAME -> token ? State.NAME : afterName(b, blank);
      case AFTER_NAME -> afterName(b, blank);
      case BEFORE_VALUE -> beforeValue(b, blank, token);
      case VALUE -> token ? State.VALUE : semicolon(b, blank);
      case QUOTED -> quoted(b);
      case ESCAPED -> isText(b) ? State.QUOTED : State.BROKEN;
      case LF, END, BROKEN -> State.BROKEN;
    };
  }

  private static State semicolon(byte b, boolean blank) {
    return b == ';' ? State.BEFORE_NAME : blank ? State.BEFORE_SEMICOLON : State.BROKEN;
  }

  private static State afterName(byte b, boolean blank) {
    return b == '='
        ? State.BEFORE_VALUE
        : b == ';' ? State.BEFORE_NAME : blank ? State.AFTER_NAME : State.BROKEN;
  }

  private static State beforeValue(byte b, boolean blank, boolean token) {
    return b == '"'
        ? State.QUOTED
        : token ? State.VALUE : blank ? State.BEFORE_VALUE : State.BROKEN;
  }

  private static State quoted(byte b) {
    return b == '"'
        ? State.AFTER_QUOTED
        : b == '\\' ? State.ESCAPED : isText(b) ? State.QUOTED : State.BROKEN;
  }

  /** Without obs-text, which the grammar would let pass. */
  private static boolean isText(byte b) {
    return b >= 0 && Octets.is(Octets.VALUE, b);
  }
}
