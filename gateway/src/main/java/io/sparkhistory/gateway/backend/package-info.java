/** State of a tenant's history server, and how it is woken. */
@NullMarked
package io.sparkhistory.gateway.backend;

import org.jspecify.annotations.NullMarked;
