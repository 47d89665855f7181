/**
 * Pure rules for the state of a history server: observed from pods, desired by visits, and reported
 * in the status.
 *
 * <p>More files than other packages have. {@code Visits} and {@code Restarts} remember what the
 * rest of the rules are given; {@code HistoryServerConditions} writes the status with {@code
 * LogFolder} and {@code Warnings}, one for each kind of condition.
 */
@NullMarked
package io.sparkhistory.provisioner.state;

import org.jspecify.annotations.NullMarked;
