package io.sparkhistory.gateway.proxy;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import io.sparkhistory.gateway.upstream.LoopTasks;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles failures to accept connections, which usually mean that no file descriptors are left. The
 * connections wait in the kernel's queue, which would wake the event loop in a busy loop; so
 * accepting pauses, and idle connections are closed.
 */
@Sharable
final class AcceptFailures extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptFailures.class);
  private static final long PAUSE_MILLIS = 100;
  private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final ProxyEvents events;
  private final Runnable makeRoom;
  private long complainedNanos = System.nanoTime() - COMPLAINT_NANOS;

  AcceptFailures(ProxyEvents events, Runnable makeRoom) {
    this.events = events;
    this.makeRoom = makeRoom;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LoopTasks.endIfUnsound(cause);
    events.limited(Limit.FILE_DESCRIPTORS);
    long now = System.nanoTime();
    if (now - complainedNanos >= COMPLAINT_NANOS) {
      complainedNanos = now;
      LOG.warn("Connections cannot be accepted, they wait: {}", cause.toString());
    }
    makeRoom.run();
    context.channel().config().setAutoRead(false);
    var unused =
        context
            .executor()
            .schedule(
                () -> context.channel().config().setAutoRead(true),
                PAUSE_MILLIS,
                TimeUnit.MILLISECONDS);
  }
}
