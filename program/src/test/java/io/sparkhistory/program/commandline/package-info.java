/**
 * Tests of the command line's dialect: {@code ProgramTest} how it is read and explained, {@code
 * NearestTest} the guess at a wrong name.
 */
@NullMarked
package io.sparkhistory.program.commandline;

import org.jspecify.annotations.NullMarked;
