/**
 * Runs the fuzz targets, the classes of the other packages whose names end in {@code Fuzz}: over
 * their seeds in each build ({@code SeedsTest}), and with Jazzer for as long as is asked for in
 * {@code mvn -Pfuzz} ({@code JazzerRun}). {@code Target} lists them.
 */
@NullMarked
package io.sparkhistory.gateway.fuzz;

import org.jspecify.annotations.NullMarked;
