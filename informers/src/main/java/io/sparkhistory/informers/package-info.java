/**
 * A client of the Kubernetes API whose informers survive whatever is in the cluster: both programs
 * follow objects through it.
 *
 * <p>{@code GuardedClient} is the entrance. {@code InformerGuard} sits between the HTTP client and
 * the informers and reads the answers to lists ({@code ListBody}) and watches ({@code WatchBody})
 * before they do: {@code JsonReader} turns bytes into objects, {@code ObjectCheck} says which of
 * them the informer can read. What it cannot read it does not see.
 *
 * <p>More files than usual, because each is one small step between the bytes and the informer.
 */
@NullMarked
package io.sparkhistory.informers;

import org.jspecify.annotations.NullMarked;
