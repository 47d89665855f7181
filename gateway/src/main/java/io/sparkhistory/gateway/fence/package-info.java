/**
 * The policy around the documents of history servers: what a page that a tenant or a job has
 * written may load, ask and show. Pure rules on strings and bytes.
 *
 * <p>{@code Confinement} is the policy, {@code Fence} how it is sent, {@code FenceLines} the header
 * lines that are ready to be written.
 */
@NullMarked
package io.sparkhistory.gateway.fence;

import org.jspecify.annotations.NullMarked;
