/**
 * Tests of the rules for targets, fields and redirects; the tables in {@code
 * src/test/resources/routing} are the specification. {@code RoutesTest}, {@code StrictPathTest},
 * {@code ApplicationPathTest}, {@code DriverPathTest}, {@code TenantTest} and {@code
 * TenantHostsTest} are where a target leads, {@code HeaderRulesTest} what becomes of a field,
 * {@code LocationRewriterTest} of a redirect. {@code RoutesFuzz} and {@code LocationFuzz} compare
 * them with a second opinion and with what a {@code Browser} makes of an address.
 */
@NullMarked
package io.sparkhistory.gateway.routing;

import org.jspecify.annotations.NullMarked;
