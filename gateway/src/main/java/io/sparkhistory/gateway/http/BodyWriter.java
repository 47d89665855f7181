package io.sparkhistory.gateway.http;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.routing.Field;
import java.util.function.Predicate;

/**
 * Writes the framing of an outgoing body in the chunked transfer coding (RFC 9112, section 7.1).
 */
public final class BodyWriter {
  /** Most bytes that {@link #chunkHead} writes. */
  public static final int CHUNK_HEAD_BYTES = 10;

  private static final byte[] HEX = Octets.bytes("0123456789abcdef");

  private final Predicate<Field> trailer;

  /** {@code trailer} says which fields of a trailer section are passed on. */
  public BodyWriter(Predicate<Field> trailer) {
    this.trailer = trailer;
  }

  /** Starts a chunk of {@code size} bytes; more than none, because none is what ends the body. */
  public static void chunkHead(ByteBuf out, int size) {
    if (size <= 0) {
      throw new IllegalArgumentException("a chunk of " + size + " bytes");
    }
    int shift = (31 - Integer.numberOfLeadingZeros(size)) & ~3;
    for (; shift >= 0; shift -= 4) {
      out.writeByte(HEX[(size >>> shift) & 15]);
    }
    out.writeShort(Octets.CR_LF);
  }

  /** Ends a chunk. */
  public static void chunkTail(ByteBuf out) {
    out.writeShort(Octets.CR_LF);
  }

  /**
   * Writes the last chunk, and the trailers that may be passed on: not those that the Connection
   * field of the message's own head names (RFC 9110, section 7.6.1). Returns how many were left out
   * because of what they are.
   */
  public int lastChunk(ByteBuf out, Head trailers, Head message) {
    out.writeByte('0');
    out.writeShort(Octets.CR_LF);
    byte[] b = trailers.bytes();
    int unlisted = 0;
    for (int i = 0; i < trailers.fields(); i++) {
      if (!trailer.test(trailers.field(i))) {
        unlisted++;
      } else if (!message.connectionNames(b, trailers.nameFrom(i), trailers.nameTo(i))) {
        out.writeBytes(b, trailers.nameFrom(i), trailers.lineTo(i) - trailers.nameFrom(i));
      }
    }
    out.writeShort(Octets.CR_LF);
    return unlisted;
  }
}
