package io.sparkhistory.gateway.http;

import io.netty.buffer.ByteBuf;

/** Writes pieces of a head as bytes, without intermediate objects. */
final class Lines {
  private static final byte[] CONTENT_LENGTH = Octets.bytes("Content-Length: ");
  private static final byte[] CHUNKED = Octets.bytes("Transfer-Encoding: chunked\r\n");

  private Lines() {}

  static void contentLength(ByteBuf out, long length) {
    out.writeBytes(CONTENT_LENGTH);
    number(out, length);
    out.writeShort(Octets.CR_LF);
  }

  static void chunked(ByteBuf out) {
    out.writeBytes(CHUNKED);
  }

  /** Writes a line. {@code name} ends with a colon and a space. */
  static void line(ByteBuf out, byte[] name, byte[] value) {
    out.writeBytes(name);
    out.writeBytes(value);
    out.writeShort(Octets.CR_LF);
  }

  /**
   * Writes the line of a value that was made by a rule. One with control characters is left out,
   * whatever rule made it: it would be two lines to somebody.
   */
  static void edited(ByteBuf out, byte[] name, String value) {
    byte[] bytes = Octets.bytes(value);
    if (Octets.skip(Octets.VALUE, bytes, 0, bytes.length) == bytes.length) {
      line(out, name, bytes);
    }
  }

  /** Writes the decimal digits of a number that is not negative. */
  private static void number(ByteBuf out, long number) {
    long power = 1;
    while (number / power >= 10) {
      power *= 10;
    }
    for (; power > 0; power /= 10) {
      out.writeByte('0' + (int) (number / power % 10));
    }
  }
}
