/**
 * Tests of the program as a whole: {@code CommandLineTest} shows the options, {@code WallsTest}
 * which package may use which.
 */
@NullMarked
package io.sparkhistory.provisioner;

import org.jspecify.annotations.NullMarked;
