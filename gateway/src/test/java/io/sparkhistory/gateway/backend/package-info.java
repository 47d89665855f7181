/**
 * Tests of the states of history servers. {@code BackendsContract} is what every implementation
 * promises; each package with one extends it. {@code WatchedWakesTest} is the end of a wake, {@code
 * LogReadsTest} which log a server was reading when it ended, {@code HostPortTest} addresses.
 */
@NullMarked
package io.sparkhistory.gateway.backend;

import org.jspecify.annotations.NullMarked;
