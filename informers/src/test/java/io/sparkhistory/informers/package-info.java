/**
 * {@code WatchBodyTest} and {@code ListBodyTest} show what an informer is given of hostile answers,
 * wherever their bytes are cut; {@code BackoffTest} and {@code InformerLogTest} that trouble is
 * answered slowly and with few words; {@code FollowedTest} which requests are guarded.
 */
@NullMarked
package io.sparkhistory.informers;

import org.jspecify.annotations.NullMarked;
