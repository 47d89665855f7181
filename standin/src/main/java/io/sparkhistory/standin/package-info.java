/**
 * A stand-in for a Kubernetes API server, over real HTTP: lists, watches, writes and server-side
 * apply on any kind, in memory. For tests; it knows nothing of schemas and defaults, and of rights
 * what {@link io.sparkhistory.standin.Rbac} knows, when it is told to decide by it.
 *
 * <pre>
 *   try (ApiServer server = ApiServer.start()) { … server.url() … }
 * </pre>
 *
 * <p>More files than usual, because each is one small part of the API's rules.
 */
@NullMarked
package io.sparkhistory.standin;

import org.jspecify.annotations.NullMarked;
