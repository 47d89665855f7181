/** {@code PiecesTest} shows where what a watch sends is cut. */
@NullMarked
package io.sparkhistory.standin.http;

import org.jspecify.annotations.NullMarked;
