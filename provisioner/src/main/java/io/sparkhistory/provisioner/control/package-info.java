/**
 * The controller: watches, decides with the pure rules, applies, and says how it went.
 *
 * <p>A file more than other packages have: {@code View} is what the reconciler reads, kept out of
 * it so that what it does stays on two screens.
 */
@NullMarked
package io.sparkhistory.provisioner.control;

import org.jspecify.annotations.NullMarked;
