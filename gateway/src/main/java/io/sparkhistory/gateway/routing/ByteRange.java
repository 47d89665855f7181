package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * A range of bytes in a message head: {@code bytes[from..to)}. Mutable, because the head that owns
 * it is reused for every request of a connection; whoever wants to keep the content takes {@link
 * #text()}.
 */
public final class ByteRange {
  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int from;
  private int to;

  /** Points this range at {@code bytes[from..to)}. */
  public ByteRange set(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    return this;
  }

  /** Makes this range empty and forgets the array. */
  public void clear() {
    set(NOTHING, 0, 0);
  }

  public byte[] bytes() {
    return bytes;
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }

  public int length() {
    return to - from;
  }

  /** The content, one char for each byte. */
  public String text() {
    return new String(bytes, from, to - from, ISO_8859_1);
  }

  @Override
  public String toString() {
    return text();
  }
}
