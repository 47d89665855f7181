/**
 * Tenants from a file: addresses of history servers that somebody else runs, and who may look at
 * them. {@code FixedTenants} answers from one immutable map, {@code TenantsParser} says what the
 * file may hold.
 */
@NullMarked
package io.sparkhistory.gateway.fixed;

import org.jspecify.annotations.NullMarked;
