package io.sparkhistory.informers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts faults of lists and watches of the Kubernetes API, by resource. */
public final class InformerMeters implements InformerEvents {
  private final MeterRegistry registry;
  private final String prefix;

  /**
   * @param prefix of the names of both meters, such as {@code sparkhistory.kubernetes}
   */
  public InformerMeters(MeterRegistry registry, String prefix) {
    this.registry = registry;
    this.prefix = prefix;
  }

  @Override
  public void watched(String resource) {
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
    return counter(
        "watches.broken", "Watches of the API server that broke or could not be opened", resource);
  }

  private Counter skipped(String resource) {
    return counter(
        "objects.skipped",
        "Objects of the cluster that were left out because they cannot be read",
        resource);
  }

  private Counter counter(String name, String description, String resource) {
    return Counter.builder(prefix + "." + name)
        .description(description)
        .tag("resource", resource)
        .register(registry);
  }
}
