package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.request.Completion;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.routing.LocationRewrite;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what the proxy reports. */
final class ReportedEvents implements ProxyEvents {
  final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  final List<String> lines = new CopyOnWriteArrayList<>();
  final List<LocationRewrite.Kind> locations = new CopyOnWriteArrayList<>();
  final AtomicInteger clients = new AtomicInteger();
  final AtomicInteger upstreams = new AtomicInteger();
  final AtomicInteger idle = new AtomicInteger();
  final AtomicInteger retries = new AtomicInteger();
  final AtomicInteger fenceReports = new AtomicInteger();
  final List<Limit> limited = new CopyOnWriteArrayList<>();
  final AtomicInteger siteWide = new AtomicInteger();
  final AtomicInteger requestFields = new AtomicInteger();

  @Override
  public void completed(Completion c) {
    lines.add(
        String.join(
            " ",
            c.method(),
            c.target().text(),
            c.user(),
            c.namespace(),
            Integer.toString(c.status()),
            Long.toString(c.bytesIn()),
            Long.toString(c.bytesOut())));
    outcomes.add(c.outcome());
  }

  @Override
  public void clientConnections(int change) {
    clients.addAndGet(change);
  }

  @Override
  public void upstreamConnections(int change) {
    upstreams.addAndGet(change);
  }

  @Override
  public void idleUpstreamConnections(int change) {
    idle.addAndGet(change);
  }

  @Override
  public void upstreamRetried() {
    retries.incrementAndGet();
  }

  @Override
  public void limited(Limit limit) {
    limited.add(limit);
  }

  @Override
  public void fenceReported() {
    fenceReports.incrementAndGet();
  }

  @Override
  public void siteWideFields(int dropped) {
    siteWide.addAndGet(dropped);
  }

  @Override
  public void requestFields(int dropped) {
    requestFields.addAndGet(dropped);
  }

  @Override
  public void locationSeen(LocationRewrite.Kind kind) {
    locations.add(kind);
  }
}
