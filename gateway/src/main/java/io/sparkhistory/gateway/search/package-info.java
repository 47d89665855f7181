/**
 * Applications of the namespaces that a caller may see: search, order and pages. Pure functions of
 * what {@code backend} knows; who may see what is decided before.
 *
 * <p>{@code StartQuery} is what a request for the start page asks for, {@code ApplicationSearch}
 * answers it with {@code Row}s, and {@code Cursor} says where the next page begins. {@code Places}
 * says where one application is, and where it may be.
 */
@NullMarked
package io.sparkhistory.gateway.search;

import org.jspecify.annotations.NullMarked;
