/**
 * The configuration: options, their help, their values as immutable records.
 *
 * <p>One file for each group of settings, therefore more than nine: a record, and in the same file
 * the options that it is made of. {@code GatewayProgram} lists the groups, {@code GatewayConfig}
 * holds all records and checks them against each other. Packages that have settings use the records
 * of this one, so that a setting is in one record only.
 */
@NullMarked
package io.sparkhistory.gateway.configuration;

import org.jspecify.annotations.NullMarked;
