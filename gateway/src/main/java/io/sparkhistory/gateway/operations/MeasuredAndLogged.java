package io.sparkhistory.gateway.operations;

import io.sparkhistory.gateway.request.Completion;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.routing.LocationRewrite;

/** Passes the events of the proxy to the meters, and completed requests also to the access log. */
public record MeasuredAndLogged(GatewayMetrics metrics, AccessLog log) implements ProxyEvents {
  @Override
  public void began() {
    metrics.began();
  }

  @Override
  public void completed(Completion completion) {
    metrics.completed(completion);
    log.write(completion);
  }

  @Override
  public void clientConnections(int change) {
    metrics.clientConnections(change);
  }

  @Override
  public void upstreamConnections(int change) {
    metrics.upstreamConnections(change);
  }

  @Override
  public void idleUpstreamConnections(int change) {
    metrics.idleUpstreamConnections(change);
  }

  @Override
  public void held(int change) {
    metrics.held(change);
  }

  @Override
  public void upstreamRetried() {
    metrics.upstreamRetried();
  }

  @Override
  public void locationSeen(LocationRewrite.Kind kind) {
    metrics.locationSeen(kind);
  }

  @Override
  public void limited(Limit limit) {
    metrics.limited(limit);
  }

  @Override
  public void fenceReported() {
    metrics.fenceReported();
  }

  @Override
  public void siteWideFields(int dropped) {
    metrics.siteWideFields(dropped);
  }

  @Override
  public void requestFields(int dropped) {
    metrics.requestFields(dropped);
  }
}
