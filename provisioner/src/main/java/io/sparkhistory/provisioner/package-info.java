/**
 * The operator: makes a private history server of each resource, and keeps it right. {@code Main}
 * wires, {@code control} talks to the cluster, everything else is pure.
 */
@NullMarked
package io.sparkhistory.provisioner;

import org.jspecify.annotations.NullMarked;
