package io.sparkhistory.gateway.operations;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request, one answer, and the end: who asks every few seconds needs no more. What comes after
 * the head is thrown away.
 */
final class AdminConnection extends ChannelInboundHandlerAdapter {
  /** Bytes of a request's head; Prometheus and kubelets need a few hundred. */
  private static final int LONGEST_HEAD = 8192;

  private static final long REQUEST_SECONDS = 3;
  private static final long ANSWER_SECONDS = 30;

  /** How long a client may take to close after the answer (RFC 9112, section 9.6). */
  private static final long LINGER_SECONDS = 1;

  private final AdminAnswers answers;
  private final StringBuilder head = new StringBuilder();
  private boolean answered;
  private @Nullable Future<?> deadline;

  AdminConnection(AdminAnswers answers) {
    this.answers = answers;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    within(REQUEST_SECONDS, context.channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (!answered) {
        head.append(bytes.toString(ISO_8859_1));
        headMayBeComplete(context.channel());
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    untimed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // a connection that was reset, or the end of it
    var unused = context.close();
  }

  private void headMayBeComplete(Channel channel) {
    int end = head.indexOf("\r\n\r\n");
    if (end < 0 && head.length() <= LONGEST_HEAD) {
      return;
    }
    answered = true;
    byte[] answer = end < 0 ? answers.tooLarge() : answers.to(head.substring(0, end));
    within(ANSWER_SECONDS, channel);
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(answer))
        .addListener(
            (ChannelFutureListener)
                written -> {
                  within(LINGER_SECONDS, channel);
                  var unused = ((DuplexChannel) channel).shutdownOutput();
                });
  }

  private void within(long seconds, Channel channel) {
    untimed();
    deadline = channel.eventLoop().schedule(() -> end(channel), seconds, TimeUnit.SECONDS);
  }

  private void untimed() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private static void end(Channel channel) {
    var unused = channel.close();
  }
}
