/**
 * Tests of the reader. {@code RealAnswersTest} has answers of real history servers, {@code
 * HostileAnswersTest} those that a tenant could send.
 */
@NullMarked
package io.sparkhistory.listing;

import org.jspecify.annotations.NullMarked;
