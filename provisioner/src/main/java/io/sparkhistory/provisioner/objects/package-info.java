/**
 * The objects of a tenant, one class each. Every {@code desired} is pure: the same resource gives
 * the same object, byte for byte, so that a resync writes nothing.
 *
 * <p>Twelve files: six objects, the two halves of the pod, and what they share.
 */
@NullMarked
package io.sparkhistory.provisioner.objects;

import org.jspecify.annotations.NullMarked;
