package io.sparkhistory.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Received and unused bytes of a connection: one buffer, or none. */
public final class Buffers {
  private Buffers() {}

  /** Adds what has just arrived; takes over both buffers. */
  public static ByteBuf append(ByteBufAllocator alloc, @Nullable ByteBuf rest, ByteBuf more) {
    if (rest == null) {
      return more;
    }
    if (!rest.isReadable()) {
      rest.release();
      return more;
    }
    int needed = rest.readableBytes() + more.readableBytes();
    if (rest.refCnt() == 1
        && !rest.isReadOnly()
        && rest.maxFastWritableBytes() >= more.readableBytes()) {
      rest.writeBytes(more);
      more.release();
      return rest;
    }
    ByteBuf both = alloc.ioBuffer(Math.max(needed, 2 * rest.readableBytes()));
    both.writeBytes(rest).writeBytes(more);
    rest.release();
    more.release();
    return both;
  }

  public static @Nullable ByteBuf release(@Nullable ByteBuf buffer) {
    if (buffer != null) {
      buffer.release();
    }
    return null;
  }

  public static @Nullable ByteBuf releaseIfRead(@Nullable ByteBuf buffer) {
    return buffer != null && !buffer.isReadable() ? release(buffer) : buffer;
  }
}
