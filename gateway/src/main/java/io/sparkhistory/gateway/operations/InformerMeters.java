package io.sparkhistory.gateway.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sparkhistory.informers.InformerEvents;

/** Counts what goes wrong with lists and watches of the Kubernetes API. */
public final class InformerMeters implements InformerEvents {
  private final MeterRegistry registry;

  public InformerMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void followed(String resource) {
    // from the start, so that a rate is zero and not absent before the first
    broken(resource);
    skipped(resource);
  }

  @Override
  public void watchBroken(String resource) {
    broken(resource).increment();
  }

  @Override
  public void objectSkipped(String resource) {
    skipped(resource).increment();
  }

  private Counter broken(String resource) {
    return Counter.builder("sparkhistory.kubernetes.watches.broken")
        .description("Watches of the API server that broke or could not be opened")
        .tag("resource", resource)
        .register(registry);
  }

  private Counter skipped(String resource) {
    return Counter.builder("sparkhistory.kubernetes.objects.skipped")
        .description("Objects of the cluster that were left out because they cannot be read")
        .tag("resource", resource)
        .register(registry);
  }
}
