/**
 * {@code DriftTest} shows by a table which differences are written, {@code PaceTest} the rate of
 * requests.
 */
@NullMarked
package io.sparkhistory.provisioner.apply;

import org.jspecify.annotations.NullMarked;
