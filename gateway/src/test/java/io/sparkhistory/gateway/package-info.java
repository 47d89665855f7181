@NullMarked
package io.sparkhistory.gateway;

import org.jspecify.annotations.NullMarked;
