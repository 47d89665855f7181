@NullMarked
package io.sparkhistory.gateway.request;

import org.jspecify.annotations.NullMarked;
