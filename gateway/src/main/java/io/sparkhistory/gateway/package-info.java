/**
 * The gateway: one reverse proxy in front of every tenant's history server. {@code Main} wires the
 * packages below; none of them knows this one.
 *
 * <p>More than nine files, because each mode has a class that wires it, and what they share has one
 * of its own. What can be configured is in {@code configuration}.
 */
@NullMarked
package io.sparkhistory.gateway;

import org.jspecify.annotations.NullMarked;
