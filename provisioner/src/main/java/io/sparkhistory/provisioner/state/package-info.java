/**
 * What state a history server is in, shall be in, and is said to be in: pure rules on what the
 * cluster shows and on the time that they are given.
 *
 * <p>A file more than other packages have: {@code Visits} and {@code FreshStarts} remember what the
 * rest of the rules are given, and are small and apart because of that.
 */
@NullMarked
package io.sparkhistory.provisioner.state;

import org.jspecify.annotations.NullMarked;
