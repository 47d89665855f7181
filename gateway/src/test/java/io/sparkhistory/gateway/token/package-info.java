@NullMarked
package io.sparkhistory.gateway.token;

import org.jspecify.annotations.NullMarked;
