/**
 * Who asks, and whether they may look. Fails closed.
 *
 * <p>{@code Callers} reads who the user header names; {@code Proof} and its two implementations,
 * {@code TrustedPeer} and {@code TokenProof} with its {@code Keys}, say whether that header can be
 * believed; {@code AccessReview} asks whether that user may look, {@code CachedAccessReview}
 * remembers it for seconds; {@code FirstBytes} is how much of somebody else's answer is read. More
 * files than other packages have, because each of these values and rules is small and has a name of
 * its own.
 */
@NullMarked
package io.sparkhistory.gateway.access;

import org.jspecify.annotations.NullMarked;
