package io.sparkhistory.provisioner.operations;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.sparkhistory.informers.InformerEvents;
import io.sparkhistory.informers.InformerMeters;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The provisioner's meters. */
public final class ProvisionerMetrics {
  private static final String PREFIX = "sparkhistory.provisioner.";

  private final MeterRegistry registry;
  private final Counter writes;

  public ProvisionerMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.writes =
        Counter.builder(PREFIX + "writes")
            .description("Writes to the API server")
            .register(registry);
    // from the start, so that a rate is zero and not absent before the first
    reconciliations(false);
    reconciliations(true);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** An object, a status or an Event is about to be written. */
  public void written() {
    writes.increment();
  }

  /**
   * A server is started.
   *
   * @param why in lower case
   */
  public void woken(String why) {
    registry.counter(PREFIX + "wakes", "reason", why.toLowerCase(Locale.ROOT)).increment();
  }

  /** Registers a gauge. */
  public void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(PREFIX + name, value).description(description).register(registry);
  }

  /** How many servers are in this phase. */
  public void servers(String phase, Supplier<Number> count) {
    Gauge.builder(PREFIX + "servers", count)
        .description("History servers by phase")
        .tag("phase", phase)
        .register(registry);
  }

  /** Counts a reconciliation by its result. */
  public void reconciled(boolean failed) {
    reconciliations(failed).increment();
  }

  private Counter reconciliations(boolean failed) {
    return registry.counter(PREFIX + "reconciliations", "result", failed ? "error" : "success");
  }

  /** Counts faults of lists and watches. */
  public InformerEvents informers() {
    return new InformerMeters(registry, "sparkhistory.provisioner");
  }

  /** Counts responses of the API server. */
  public Interceptor requests() {
    return new Interceptor() {
      @Override
      public void after(
          HttpRequest request,
          HttpResponse<?> response,
          AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        registry
            .counter(
                PREFIX + "requests",
                "method",
                request.method(),
                "code",
                String.valueOf(response.code()))
            .increment();
      }
    };
  }
}
