/**
 * What the gateway itself says to people and programs: values in, bytes out, all escaped. {@code
 * Pages} is the way in; {@code StartPage}, {@code Applications}, {@code ApplicationPlaces}, {@code
 * Waiting} and {@code Refusals} are the pages; {@code Shell} puts the frame and the security policy
 * around each. The texts, the style and the scripts are resources beside this package.
 *
 * <p>More than nine files, because each kind of page and each notation that has to be escaped is
 * one of its own.
 */
@NullMarked
package io.sparkhistory.gateway.page;

import org.jspecify.annotations.NullMarked;
