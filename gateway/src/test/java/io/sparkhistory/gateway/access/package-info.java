@NullMarked
package io.sparkhistory.gateway.access;

import org.jspecify.annotations.NullMarked;
