/**
 * Identity of the caller, and permission to look. Fails closed.
 *
 * <p>{@code Callers} reads who the identity headers name; {@code Proof} says what of it can be
 * believed, {@code TrustedPeer} by the peer's certificate and package {@code token} by the
 * visitor's token; {@code AccessReview} asks whether that user may look, {@code CachedAccessReview}
 * remembers it for seconds, {@code Questions} bounds how many are asked at once, {@code Outage}
 * knows whether there is anybody to ask; {@code FirstBytes} is how much of somebody else's answer
 * is read. More files than other packages have, because each of these values and rules is small and
 * has a name of its own.
 */
@NullMarked
package io.sparkhistory.gateway.access;

import org.jspecify.annotations.NullMarked;
