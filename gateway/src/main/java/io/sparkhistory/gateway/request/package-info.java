/** The life of a request as decisions: {@code RequestGate} is the class to read first. */
@NullMarked
package io.sparkhistory.gateway.request;

import org.jspecify.annotations.NullMarked;
