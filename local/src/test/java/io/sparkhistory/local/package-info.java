/**
 * Local mode with real Spark History Servers on the shipped examples.
 *
 * <p>{@code RealSparkIT}: what local mode relies on in Spark. {@code EveryLinkIT}: all that a
 * visitor can click on ({@code Crawler}) and all that a program can ask ({@code RestApi}). {@code
 * LiveDriversIT} and {@code LiveThenEndedIT}: real drivers ({@code Driver}). {@code FasterStartIT}
 * and {@code KeptStoreIT}: what is kept between starts. {@code OutOfMemoryIT}: a log that does not
 * fit. {@code SecretsIT}: what must not come out. {@code OldestRealSparkIT} and {@code
 * OldestLiveDriversIT}: the same with the oldest Spark. {@code GatewayProcess} is the packaged
 * gateway.
 */
@NullMarked
package io.sparkhistory.local;

import org.jspecify.annotations.NullMarked;
