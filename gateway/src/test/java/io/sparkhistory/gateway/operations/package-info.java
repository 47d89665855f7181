/**
 * Tests of what operators see: {@code AccessLogLineTest} and {@code AccessLogFuzz} a line of the
 * access log, {@code AccessLogTest} the file, {@code AccessLogIT} a reader that stops; {@code
 * GatewayMetricsTest} and {@code MeasuredReviewTest} the meters; {@code MetricsFormatIT} the page
 * of meters. {@code Finished} is a request for them.
 */
@NullMarked
package io.sparkhistory.gateway.operations;

import org.jspecify.annotations.NullMarked;
