@NullMarked
package io.sparkhistory.gateway.routing;

import org.jspecify.annotations.NullMarked;
