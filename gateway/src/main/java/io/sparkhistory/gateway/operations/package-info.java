/**
 * What operators see: meters and the access log. The proxy reports through {@code
 * request.ProxyEvents} and knows nothing of this package.
 *
 * <p>More than nine files, because the access log is three steps that are better read apart: {@code
 * AccessLogLine} makes a line, {@code LogLane} carries it to the writer, {@code LogFile} keeps it.
 */
@NullMarked
package io.sparkhistory.gateway.operations;

import org.jspecify.annotations.NullMarked;
