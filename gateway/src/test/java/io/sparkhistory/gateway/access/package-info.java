/**
 * Tests of who asks and whether they may look. {@code CallersTest} is the identity of a request,
 * {@code TrustedPeerTest} who may say it, {@code IdentityFuzz} both against arbitrary headers.
 * {@code CachedAccessReviewTest} is what is remembered of a review and {@code ReviewLifetimeTest}
 * for how long (both by {@code AskedReviews}), {@code CachedAccessReviewFailureTest} what is
 * refused without one, {@code StaleYesTest} what stays in force while nobody can be asked.
 *
 * <p>Fixtures: {@code Clockwork} is time; {@code Shown} in package {@code fixture} has the fields
 * of a request.
 */
@NullMarked
package io.sparkhistory.gateway.access;

import org.jspecify.annotations.NullMarked;
