/**
 * Tests of the reader. {@code RealResponsesTest} has responses of real history servers, {@code
 * HostileResponsesTest} those that a tenant could send.
 */
@NullMarked
package io.sparkhistory.listing;

import org.jspecify.annotations.NullMarked;
