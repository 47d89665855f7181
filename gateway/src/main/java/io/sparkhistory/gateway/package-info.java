/**
 * The gateway: one reverse proxy in front of every tenant's history server. {@code Main} wires the
 * packages below; none of them knows this one.
 */
@NullMarked
package io.sparkhistory.gateway;

import org.jspecify.annotations.NullMarked;
