/**
 * The command line of the gateway and the provisioner, one dialect: flags and environment
 * variables, units, help, messages, exit codes.
 *
 * <p>A {@code Program} has commands and groups of options. An {@code Option} says what may be
 * written ({@code Kind}) and what counts otherwise. {@code Values} is what was given, on its way to
 * becoming records; it keeps every mistake until all are known. {@code Syntax} is the only class
 * that knows picocli.
 */
@NullMarked
package io.sparkhistory.program.commandline;

import org.jspecify.annotations.NullMarked;
