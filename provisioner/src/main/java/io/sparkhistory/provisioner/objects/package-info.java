/**
 * Objects of a tenant, one class for each. Every {@code desired} is a pure function: the same
 * resource gives the same object, byte for byte, so that a resync writes nothing.
 *
 * <p>More files than usual: seven objects, the two halves of the pod, and what they share.
 */
@NullMarked
package io.sparkhistory.provisioner.objects;

import org.jspecify.annotations.NullMarked;
