/**
 * What state a history server is in, shall be in, and is said to be in: pure rules on what the
 * cluster shows and on the time that they are given.
 *
 * <p>More files than other packages have. {@code Visits} and {@code Restarts} remember what the
 * rest of the rules are given; {@code HistoryServerConditions} writes the status with {@code
 * LogFolder} and {@code Warnings}, one for each kind of condition.
 */
@NullMarked
package io.sparkhistory.provisioner.state;

import org.jspecify.annotations.NullMarked;
