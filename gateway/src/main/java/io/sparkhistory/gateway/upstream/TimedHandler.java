package io.sparkhistory.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection: its channel, and one deadline at a time, which {@link Deadlines} looks at. */
public abstract class TimedHandler extends ChannelInboundHandlerAdapter {
  private static final long NEVER = Long.MAX_VALUE;

  private final Deadlines deadlines;

  private @Nullable ChannelHandlerContext context;
  private long deadline = NEVER;
  private long unsent = Long.MAX_VALUE;

  protected TimedHandler(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
    LoopTasks.endIfUnsound(cause);
    close();
  }

  /** Counts the connection among the open ones: from here on its deadline is looked at. */
  protected final void opened() {
    deadlines.opened(this);
  }

  protected final void closed() {
    deadline = NEVER;
    deadlines.closed(this);
  }

  /** Calls {@link #deadlinePassed} when this much time has passed, unless told otherwise. */
  public final void setDeadline(Duration time) {
    deadline = deadlines.clock().soon() + time.toNanos();
  }

  public final void clearDeadline() {
    deadline = NEVER;
  }

  protected void look(long now) {
    if (deadline != NEVER && now - deadline >= 0) {
      deadline = NEVER;
      deadlinePassed();
    }
  }

  /** What was waited for did not come in time. */
  protected abstract void deadlinePassed();

  protected final ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("used before it was connected");
    }
    return context;
  }

  public final ByteBufAllocator alloc() {
    return context().alloc();
  }

  public final ChannelConfig config() {
    return context().channel().config();
  }

  public final boolean writable() {
    return context().channel().isWritable();
  }

  /** Stops or goes on reading from the other side. */
  public final void read(boolean on) {
    if (config().isAutoRead() != on) {
      config().setAutoRead(on);
    }
  }

  public final boolean isRead() {
    return config().isAutoRead();
  }

  /** Bytes that have been written and that the other side's window has had no room for. */
  public final long unsent() {
    ChannelOutboundBuffer buffer = context().channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** Whether the other side has taken anything of that since this was last asked. */
  public final boolean drains() {
    long before = unsent;
    unsent = unsent();
    return unsent < before;
  }

  /** Takes the buffer over; a failure to write it closes the channel and is told by its end. */
  public final void put(ByteBuf data) {
    var unused = context().write(data, context().voidPromise());
  }

  public final void flushNow() {
    context().flush();
  }

  public final void close() {
    var unused = context().close();
  }
}
