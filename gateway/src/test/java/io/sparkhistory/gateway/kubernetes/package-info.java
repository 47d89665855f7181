/**
 * Tests of the gateway on Kubernetes, against an API server stand-in over real connections: {@link
 * io.sparkhistory.standin.ApiServer}.
 */
package io.sparkhistory.gateway.kubernetes;
