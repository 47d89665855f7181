/**
 * {@code GoldenObjectsTest} compares every object of a resource with the files in {@code golden}.
 */
@NullMarked
package io.sparkhistory.provisioner.objects;

import org.jspecify.annotations.NullMarked;
