package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Values;

/** All bounds of size, count and time. */
public record Limits(
    HeadLimits head,
    ClientLimits clients,
    ClientTimeouts timeouts,
    UpstreamSettings upstream,
    HoldSettings hold) {

  static Limits of(Values values) {
    return new Limits(
        HeadLimits.of(values),
        ClientLimits.of(values),
        ClientTimeouts.of(values),
        UpstreamSettings.of(values),
        HoldSettings.of(values));
  }

  /** What one event loop may use; client connections are counted for all loops together. */
  public Limits perLoop(int loops) {
    return new Limits(head, clients, timeouts, upstream.perLoop(loops), hold.perLoop(loops));
  }

  static int share(int all, int loops) {
    return (all + loops - 1) / loops;
  }
}
