/**
 * {@code WatchBodyTest} and {@code ListBodyTest} show what an informer is given of hostile
 * responses, wherever their bytes are cut; {@code BackoffTest} and {@code InformerLogTest} that
 * faults are retried slowly and logged rarely; {@code InformerRequestTest} which requests are
 * guarded. {@code PlayedResponse} is their fixture.
 */
@NullMarked
package io.sparkhistory.informers;

import org.jspecify.annotations.NullMarked;
