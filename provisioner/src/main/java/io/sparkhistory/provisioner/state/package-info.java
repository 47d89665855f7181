/**
 * What state a history server is in, shall be in, and is said to be in: pure rules on what the
 * cluster shows and on the time that they are given.
 */
@NullMarked
package io.sparkhistory.provisioner.state;

import org.jspecify.annotations.NullMarked;
