/**
 * {@code CommandLineTest} shows the provisioner's options: their defaults and what is refused;
 * {@code OptionTableTest} that docs/provisioner.md has the same table.
 */
@NullMarked
package io.sparkhistory.provisioner.configuration;

import org.jspecify.annotations.NullMarked;
