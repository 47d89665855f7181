/**
 * A stand-in for a Kubernetes API server, over real HTTP: lists, watches, writes and server-side
 * apply on any kind, in memory. For tests; it knows nothing of schemas, defaults or rights.
 *
 * <pre>
 *   try (ApiServer server = ApiServer.start()) { … server.url() … }
 * </pre>
 */
@NullMarked
package io.sparkhistory.standin;

import org.jspecify.annotations.NullMarked;
