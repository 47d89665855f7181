/**
 * {@code WallsTest} shows the walls between the packages of both programs' common part, and that
 * one class knows the library for command lines.
 */
@NullMarked
package io.sparkhistory.program;

import org.jspecify.annotations.NullMarked;
