package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.http.BodyReader;
import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.RequestGate;
import io.sparkhistory.gateway.upstream.ConnectFailure;
import io.sparkhistory.gateway.upstream.ConnectionRequest;
import io.sparkhistory.gateway.upstream.ResponseFailure;
import io.sparkhistory.gateway.upstream.UpstreamConnection;
import io.sparkhistory.gateway.upstream.UpstreamListener;

/**
 * Reads and discards a response that its visitor will ask for again: once it is complete, the
 * history server has replayed the log.
 */
final class Replay implements UpstreamListener {
  private final RequestGate gate;
  private final Replays replays;
  private final Plan.Forward plan;
  private final Replays.Key key;
  private final Head response = new Head();

  private Replay(RequestGate gate, Replays replays, Plan.Forward plan, Replays.Key key) {
    this.gate = gate;
    this.replays = replays;
    this.plan = plan;
    this.key = key;
  }

  /** Starts replays on one event loop. */
  record Starter(RequestGate gate, Replays replays) {

    /**
     * Takes a connection over that is busy with a request and has told nothing of its response;
     * returns false when there are too many replays, or this one is known.
     *
     * @param sentNanos when the request was sent, as {@link System#nanoTime}
     */
    boolean start(UpstreamConnection busy, Plan.Forward plan, Replays.Key key, long sentNanos) {
      if (!replays.begin(key, sentNanos)) {
        return false;
      }
      busy.handOver(new Replay(gate, replays, plan, key));
      gate.served(plan);
      return true;
    }
  }

  @Override
  public void queued(ConnectionRequest request) {
    throw new IllegalStateException("it is given a connection that is busy already");
  }

  @Override
  public void connecting(ConnectionRequest request) {
    throw new IllegalStateException("it is given a connection that is busy already");
  }

  @Override
  public void connected(UpstreamConnection connection) {
    throw new IllegalStateException("it is given a connection that is busy already");
  }

  @Override
  public void connectFailed(ConnectFailure failure, String why) {
    throw new IllegalStateException("it is given a connection that is busy already");
  }

  @Override
  public Head response() {
    return response;
  }

  /** Only a GET gets the page that leads here. */
  @Override
  public boolean isHead() {
    return false;
  }

  @Override
  public boolean requestSent() {
    return true;
  }

  @Override
  public void writable() {}

  @Override
  public void interim() {}

  @Override
  public void responseBegins() {
    gate.responseBegan(plan);
    if (response.status() < 400) {
      gate.served(plan);
    }
  }

  @Override
  public void responseData(ByteBuf piece) {
    piece.release();
  }

  @Override
  public void flush() {}

  @Override
  public void responseComplete(BodyReader body) {
    replays.end(key);
  }

  @Override
  public void responseFailed(UpstreamConnection connection, ResponseFailure failure, String why) {
    replays.end(key);
  }
}
