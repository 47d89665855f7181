/**
 * Microbenchmarks of what is done for every request that is passed on, with what it leaves to the
 * garbage collector. {@code bench/README.md} says how to run them.
 */
@NullMarked
package io.sparkhistory.bench;

import org.jspecify.annotations.NullMarked;
