/**
 * Tests of the search. {@code StartQueryTest} reads queries by a table, {@code
 * ApplicationSearchTest} finds and sorts, {@code ManyRowsTest} pages through thousands of rows,
 * {@code PlacesTest} looks for one application.
 */
@NullMarked
package io.sparkhistory.gateway.search;

import org.jspecify.annotations.NullMarked;
