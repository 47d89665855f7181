/**
 * Tests of what is decided about a request, without Netty and Kubernetes. {@code RequestGateTest}
 * is the usual way, {@code RequestGateRefusalTest} what is refused before anything is looked at,
 * {@code RequestGateApplicationTest} applications that are refused, {@code RequestGateProofTest} a
 * user header that nothing backs, {@code RequestGateHostTest} a host for each namespace, {@code
 * RequestGateLiveTest} running applications, {@code DriverLinksTest} where their links lead, {@code
 * VisibleTenantsTest} the landing page's list. {@code FakeBackends}, {@code FakeVisit} and {@code
 * Decided} are their fixtures.
 */
@NullMarked
package io.sparkhistory.gateway.request;

import org.jspecify.annotations.NullMarked;
