package io.sparkhistory.gateway.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sparkhistory.gateway.request.Completion;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.routing.LocationRewrite;
import io.sparkhistory.program.admin.Metrics;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Meters of the gateway and of the JVM, in Prometheus' format. */
public final class GatewayMetrics implements ProxyEvents, Metrics, AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  private final RequestMeters requests;
  private final LongAdder inFlight = new LongAdder();
  private final LongAdder held = new LongAdder();
  private final LongAdder clients = new LongAdder();
  private final LongAdder upstreams = new LongAdder();
  private final LongAdder idleUpstreams = new LongAdder();
  private final Counter retries;
  private final Map<LocationRewrite.Kind, Counter> locations;
  private final Map<Limit, Counter> limited;
  private final Counter siteWide;
  private final Counter requestFields;
  private final Counter fenceReports;
  private final Counter reloadsApplied;
  private final Counter reloadsRefused;
  private volatile boolean configurationValid = true;

  /**
   * @param version of the gateway, for {@code sparkhistory_build_info}
   */
  public GatewayMetrics(String version) {
    requests = new RequestMeters(registry);
    gauge("sparkhistory.requests.in.flight", "Requests whose response is not complete", inFlight);
    gauge("sparkhistory.requests.held", "API clients that wait for a server to wake", held);
    gauge("sparkhistory.client.connections", "Open connections of clients", clients);
    gauge("sparkhistory.upstream.connections", "Open connections to history servers", upstreams);
    gauge("sparkhistory.upstream.connections.idle", "Those of them in the pool", idleUpstreams);
    retries = counter("upstream.retries", "Requests sent again because the connection was dead");
    locations =
        counters(
            LocationRewrite.Kind.class,
            "locations",
            "kind",
            "Location headers of history servers by what became of them");
    limited =
        counters(
            Limit.class,
            "limited",
            "limit",
            "What was refused or ended because it went beyond a limit");
    siteWide =
        counter(
            "site.wide.fields.dropped",
            "Fields of history servers that would have held for the whole site");
    requestFields =
        counter(
            "request.fields.dropped",
            "Request fields not passed on because they are not on the list of forwarded fields");
    fenceReports =
        counter("fence.reports", "Violations of the policy of pages that browsers have reported");
    reloadsApplied = reloads("applied");
    reloadsRefused = reloads("refused");
    Gauge.builder("sparkhistory.config.valid", () -> configurationValid ? 1 : 0)
        .description("0 while the tenants' file is unusable and its last good content in force")
        .register(registry);
    Gauge.builder("sparkhistory.build.info", () -> 1)
        .description("The version that runs")
        .tag("version", version)
        .register(registry);
    bindJvm();
  }

  private void bindJvm() {
    new JvmMemoryMetrics().bindTo(registry);
    garbageCollection.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new JvmInfoMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Where other parts of the gateway, such as caches and event loops, add meters of their own. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Counts lines that the access log had to leave out. */
  public void countDroppedLines(AccessLog log) {
    FunctionCounter.builder("sparkhistory.access.log.dropped", log, AccessLog::dropped)
        .description("Lines of the access log that could not be written")
        .register(registry);
  }

  /** The tenants' file changed and is in force. */
  public void configurationApplied() {
    configurationValid = true;
    reloadsApplied.increment();
  }

  /** The tenants' file changed and cannot be used. */
  public void configurationRefused() {
    configurationValid = false;
    reloadsRefused.increment();
  }

  @Override
  public void began() {
    inFlight.increment();
  }

  @Override
  public void completed(Completion completion) {
    inFlight.decrement();
    requests.count(completion);
  }

  @Override
  public void clientConnections(int change) {
    clients.add(change);
  }

  @Override
  public void upstreamConnections(int change) {
    upstreams.add(change);
  }

  @Override
  public void idleUpstreamConnections(int change) {
    idleUpstreams.add(change);
  }

  @Override
  public void held(int change) {
    held.add(change);
  }

  @Override
  public void upstreamRetried() {
    retries.increment();
  }

  @Override
  public void locationSeen(LocationRewrite.Kind kind) {
    Objects.requireNonNull(locations.get(kind)).increment();
  }

  @Override
  public void limited(Limit limit) {
    Objects.requireNonNull(limited.get(limit)).increment();
  }

  @Override
  public void fenceReported() {
    fenceReports.increment();
  }

  @Override
  public void siteWideFields(int dropped) {
    siteWide.increment(dropped);
  }

  @Override
  public void requestFields(int dropped) {
    requestFields.increment(dropped);
  }

  @Override
  public void scrape(OutputStream out, String contentType) throws IOException {
    registry.scrape(out, contentType);
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }

  private void gauge(String name, String description, LongAdder value) {
    Gauge.builder(name, value, LongAdder::sum).description(description).register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder("sparkhistory." + name).description(description).register(registry);
  }

  /** A counter for each value, so that each is there before the first event. */
  private <E extends Enum<E>> Map<E, Counter> counters(
      Class<E> type, String name, String tag, String description) {
    Map<E, Counter> all = new EnumMap<>(type);
    for (E value : type.getEnumConstants()) {
      all.put(
          value,
          Counter.builder("sparkhistory." + name)
              .description(description)
              .tag(tag, value.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    return all;
  }

  private Counter reloads(String result) {
    return Counter.builder("sparkhistory.config.reloads")
        .description("Changes of the tenants' file")
        .tag("result", result)
        .register(registry);
  }
}
