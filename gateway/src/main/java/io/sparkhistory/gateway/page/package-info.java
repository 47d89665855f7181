/** What the gateway itself says to people and programs: values in, bytes out, all escaped. */
@NullMarked
package io.sparkhistory.gateway.page;

import org.jspecify.annotations.NullMarked;
