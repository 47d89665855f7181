/**
 * Writes to the cluster: only objects that differ, never objects of other owners, and at a limited
 * rate.
 */
@NullMarked
package io.sparkhistory.provisioner.apply;

import org.jspecify.annotations.NullMarked;
