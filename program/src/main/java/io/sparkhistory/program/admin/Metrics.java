package io.sparkhistory.program.admin;

import java.io.IOException;
import java.io.OutputStream;

/** The meters of a program. */
@FunctionalInterface
public interface Metrics {
  /** Prometheus' text format. */
  String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  /** The format that Prometheus asks for since 2.5. */
  String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  /**
   * Writes every meter.
   *
   * @param contentType {@link #PROMETHEUS_TEXT} or {@link #OPEN_METRICS}
   */
  void scrape(OutputStream out, String contentType) throws IOException;
}
