/**
 * Effective spec of a history server: the resource merged into the cluster's defaults and checked
 * against their limits. Pure values without access to the cluster.
 */
@NullMarked
package io.sparkhistory.provisioner.spec;

import org.jspecify.annotations.NullMarked;
