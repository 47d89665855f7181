/**
 * Tests of tokens: {@code TokenProofTest} and {@code TokenProofLimitsTest} which prove something,
 * {@code TokenGroupsTest} which groups count, {@code KeysTest}, {@code KeyReadingsTest} and {@code
 * KeySourceIT} the issuer's keys. {@code SignedTokens} makes tokens.
 */
@NullMarked
package io.sparkhistory.gateway.token;

import org.jspecify.annotations.NullMarked;
