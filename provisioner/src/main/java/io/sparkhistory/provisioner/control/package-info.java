/** The controller: watches, decides with the pure rules, applies, and says how it went. */
@NullMarked
package io.sparkhistory.provisioner.control;

import org.jspecify.annotations.NullMarked;
