package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.http.BodyReader;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;

/**
 * Waits for an answer that its visitor will ask for again: it is read and thrown away, because what
 * counts is that the history server has done the work when it has given it.
 */
final class Replay implements Borrower {
  private final Worker worker;
  private final Plan.Forward plan;
  private final Replays.Key key;
  private final Exchange exchange;

  Replay(Worker worker, Plan.Forward plan, Replays.Key key) {
    this.worker = worker;
    this.plan = plan;
    this.key = key;
    exchange = worker.take();
  }

  @Override
  public Exchange exchange() {
    return exchange;
  }

  @Override
  public boolean requestSent() {
    return true;
  }

  @Override
  public void upstreamWritable() {}

  @Override
  public void interim() {}

  @Override
  public void answerBegins(BodyReader body) {
    worker.parts.gate().answered(plan);
    if (exchange.response.status() < 400) {
      worker.parts.gate().served(plan);
    }
  }

  @Override
  public void answerData(ByteBuf piece) {
    piece.release();
  }

  @Override
  public void flush() {}

  @Override
  public void answerComplete() {
    end();
  }

  @Override
  public void upstreamBroke(UpstreamConnection connection, Outcome outcome, String why) {
    end();
  }

  private void end() {
    worker.replays.end(key);
    worker.give(exchange);
  }
}
