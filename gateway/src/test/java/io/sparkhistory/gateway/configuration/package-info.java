/**
 * Tests of the options: {@code GatewayConfigTest} defaults and the place of each, {@code
 * MistakesTest} what is refused, {@code ClusterOptionsTest} what a cluster needs, {@code
 * CommandLineTest} flags, variables and help, {@code ReadmeTest} that the README has the same
 * table.
 */
@NullMarked
package io.sparkhistory.gateway.configuration;

import org.jspecify.annotations.NullMarked;
