/** Who asks, and whether they may look. Fails closed. */
@NullMarked
package io.sparkhistory.gateway.access;

import org.jspecify.annotations.NullMarked;
