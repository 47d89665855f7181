/**
 * Where a request belongs and what becomes of its header fields: pure rules on bytes and strings.
 */
@NullMarked
package io.sparkhistory.gateway.routing;

import org.jspecify.annotations.NullMarked;
