package io.sparkhistory.program.admin;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request, one response, and the end: probes and scrapes come every few seconds and need no
 * more. What comes after the head is thrown away.
 */
final class AdminConnection extends SimpleChannelInboundHandler<HttpObject> {
  private static final long REQUEST_SECONDS = 3;
  private static final long RESPONSE_SECONDS = 30;

  /** How long a client may take to close after the response (RFC 9112, section 9.6). */
  private static final long LINGER_SECONDS = 1;

  private final Responses responses;
  private boolean responded;
  private @Nullable Future<?> deadline;

  AdminConnection(Responses responses) {
    this.responses = responses;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    setDeadline(REQUEST_SECONDS, context.channel());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (!responded && message instanceof HttpRequest request) {
      responded = true;
      respond(request, context.channel());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    clearDeadline();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // a connection that was reset, or the end of it
    var unused = context.close();
  }

  private void respond(HttpRequest request, Channel channel) {
    setDeadline(RESPONSE_SECONDS, channel);
    channel
        .writeAndFlush(responses.to(request))
        .addListener(
            (ChannelFutureListener)
                written -> {
                  setDeadline(LINGER_SECONDS, channel);
                  var unused = ((DuplexChannel) channel).shutdownOutput();
                });
  }

  private void setDeadline(long seconds, Channel channel) {
    clearDeadline();
    deadline = channel.eventLoop().schedule(() -> end(channel), seconds, TimeUnit.SECONDS);
  }

  private void clearDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private static void end(Channel channel) {
    var unused = channel.close();
  }
}
