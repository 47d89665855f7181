/**
 * What can be configured: options, their help, their values as immutable records, each in one file
 * with the options that it is made of.
 */
@NullMarked
package io.sparkhistory.provisioner.configuration;

import org.jspecify.annotations.NullMarked;
