package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sparkhistory.gateway.page.Page;
import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;

/** Rejects a connection beyond the limit, whatever the request. */
final class RejectedConnection extends ChannelInboundHandlerAdapter {
  private final Limit limit;
  private final LocalResponse local;
  private final LoadShedding shedding;
  private final LingeringClose.Services lingering;

  RejectedConnection(
      Limit limit, LocalResponse local, LoadShedding shedding, LingeringClose.Services lingering) {
    this.limit = limit;
    this.local = local;
    this.shedding = shedding;
    this.lingering = lingering;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    lingering.events().limited(limit);
    if (!shedding.tell()) {
      var unused = context.close();
      return;
    }
    context.channel().closeFuture().addListener(closed -> shedding.told());
    Plan.Refuse plan =
        Plan.Refuse.of(
            Outcome.OVERLOADED,
            limit == Limit.CONNECTIONS
                ? "Too many connections are open."
                : "Too many connections from this address are open.",
            "Try again in a few seconds.");
    Page page = local.pages().refused(plan, new Pages.Asked("", "", ""), false);
    ByteBuf out = context.alloc().ioBuffer(1024 + page.body().length);
    local.writeLast(page, plan.outcome(), out);
    var unused = context.write(out, context.voidPromise());
    lingering.events().clientConnections(1);
    context.pipeline().addLast(new LingeringClose(lingering)).remove(this);
  }
}
