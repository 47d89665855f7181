/**
 * Routes of requests, and rules for header fields and redirects: pure functions on bytes and
 * strings.
 *
 * <p>{@code Routes} reads the target, {@code FieldNames} and {@code HeaderRules} the header, {@code
 * LocationRewriter} the redirects of a response. Over nine files because each of these rules has a
 * table or a value of its own, and everything above needs them together.
 */
@NullMarked
package io.sparkhistory.gateway.routing;

import org.jspecify.annotations.NullMarked;
