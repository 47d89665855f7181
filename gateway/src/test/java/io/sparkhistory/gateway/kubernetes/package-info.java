/**
 * Tests of the gateway on Kubernetes, against an API server stand-in over real connections: {@link
 * io.sparkhistory.gateway.kubernetes.StandIn}.
 */
package io.sparkhistory.gateway.kubernetes;
