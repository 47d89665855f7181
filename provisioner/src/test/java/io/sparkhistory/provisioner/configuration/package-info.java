/**
 * {@code CommandLineTest} shows the provisioner's options: their defaults, what is refused, and
 * that the documents name each.
 */
@NullMarked
package io.sparkhistory.provisioner.configuration;

import org.jspecify.annotations.NullMarked;
