/**
 * Client of the Kubernetes API whose informers survive every object in the cluster. Gateway and
 * provisioner watch objects through it.
 *
 * <p>{@code GuardedClient} is the entry point. {@code InformerGuard} intercepts responses to lists
 * ({@code ListBody}) and watches ({@code WatchBody}) between the HTTP client and the informers:
 * {@code JsonReader} turns bytes into objects, and {@code ObjectCheck} drops the objects that an
 * informer cannot read.
 *
 * <p>More files than usual, because each is one small step between the bytes and the informer.
 */
@NullMarked
package io.sparkhistory.informers;

import org.jspecify.annotations.NullMarked;
