package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sparkhistory.gateway.page.Page;
import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;

/** Tells a client that there are too many connections already, whatever it is about to ask. */
final class TurnedAway extends ChannelInboundHandlerAdapter {
  private final Worker worker;
  private final Limit limit;

  TurnedAway(Worker worker, Limit limit) {
    this.worker = worker;
    this.limit = limit;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    worker.parts.events().limited(limit);
    if (!worker.turnAway()) {
      var unused = context.close();
      return;
    }
    context.channel().closeFuture().addListener(closed -> worker.turnedAway());
    Plan.Refuse plan =
        Plan.Refuse.of(
            Outcome.OVERLOADED,
            limit == Limit.CONNECTIONS
                ? "Too many connections are open."
                : "Too many connections from this address are open.",
            "Try again in a few seconds.");
    Page page = worker.parts.pages().refused(plan, new Pages.Asked("", "", ""), false);
    ByteBuf out = context.alloc().ioBuffer(1024 + page.body().length);
    OwnAnswer.write(page, plan.outcome().phrase(), worker.dateLine(), false, out);
    out.writeBytes(page.body());
    var unused = context.write(out, context.voidPromise());
    worker.parts.events().clientConnections(1);
    context.pipeline().addLast(new LastWords(worker)).remove(this);
  }
}
