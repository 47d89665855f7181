/**
 * Where a request belongs and what becomes of its header fields: pure rules on bytes and strings.
 *
 * <p>{@code Routes} reads the target, {@code FieldNames} and {@code HeaderRules} the header, {@code
 * LocationRewriter} the redirects of the answer. Over nine files because each of these rules has a
 * table or a value of its own, and everything above needs them together.
 */
@NullMarked
package io.sparkhistory.gateway.routing;

import org.jspecify.annotations.NullMarked;
