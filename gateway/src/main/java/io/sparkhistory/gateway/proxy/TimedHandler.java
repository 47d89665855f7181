package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection: its channel, and one deadline at a time. The event loop's {@link Worker} looks at
 * all deadlines several times a second, which costs less than a timer for each request and is exact
 * enough for limits that are counted in seconds.
 */
abstract class TimedHandler extends ChannelInboundHandlerAdapter {
  private static final long NEVER = Long.MAX_VALUE;

  final Worker worker;

  private @Nullable ChannelHandlerContext context;
  private long deadline = NEVER;
  private long unsent = Long.MAX_VALUE;

  TimedHandler(Worker worker) {
    this.worker = worker;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
    Worker.endIfUnsound(cause);
    close();
  }

  /** Calls {@link #deadlinePassed} when this much time has passed, unless told otherwise. */
  final void within(Duration time) {
    deadline = worker.soonNanos() + time.toNanos();
  }

  final void untimed() {
    deadline = NEVER;
  }

  void look(long now) {
    if (deadline != NEVER && now - deadline >= 0) {
      deadline = NEVER;
      deadlinePassed();
    }
  }

  /** What was waited for did not come in time. */
  abstract void deadlinePassed();

  final ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("used before it was connected");
    }
    return context;
  }

  final ByteBufAllocator alloc() {
    return context().alloc();
  }

  final ChannelConfig config() {
    return context().channel().config();
  }

  final boolean writable() {
    return context().channel().isWritable();
  }

  /** Stops or goes on reading from the other side. */
  final void read(boolean on) {
    if (config().isAutoRead() != on) {
      config().setAutoRead(on);
    }
  }

  final boolean isRead() {
    return config().isAutoRead();
  }

  /** Bytes that have been written and that the other side's window has had no room for. */
  final long unsent() {
    ChannelOutboundBuffer buffer = context().channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** Whether the other side has taken anything of that since this was last asked. */
  final boolean drains() {
    long before = unsent;
    unsent = unsent();
    return unsent < before;
  }

  /** Takes the buffer over; a failure to write it closes the channel and is told by its end. */
  final void put(ByteBuf data) {
    var unused = context().write(data, context().voidPromise());
  }

  final void flushNow() {
    context().flush();
  }

  final void close() {
    var unused = context().close();
  }
}
