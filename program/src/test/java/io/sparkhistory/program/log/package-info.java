/** Tests of the log: {@code LogTest} shows its levels and formats, and how each is chosen. */
@NullMarked
package io.sparkhistory.program.log;

import org.jspecify.annotations.NullMarked;
