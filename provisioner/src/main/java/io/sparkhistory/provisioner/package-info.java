/**
 * Operator that creates a private history server for each resource and keeps it as desired. {@code
 * Main} wires, {@code control} and {@code apply} talk to the cluster, all other packages are pure.
 */
@NullMarked
package io.sparkhistory.provisioner;

import org.jspecify.annotations.NullMarked;
