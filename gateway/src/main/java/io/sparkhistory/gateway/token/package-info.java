/**
 * Tokens of visitors (JWT, RFC 7519) as proof of who asks. {@code TokenProof} checks a token by the
 * issuer's {@code Keys}, which {@code KeySource} reads; {@code TokenClaims} is what a token says of
 * its holder.
 */
@NullMarked
package io.sparkhistory.gateway.token;

import org.jspecify.annotations.NullMarked;
