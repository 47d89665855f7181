/**
 * Makes the event logs in {@code examples/eventlogs} by running small Spark applications, and takes
 * everything out of them that tells of the machine they ran on. {@link
 * io.sparkhistory.examples.MakeEventLogs} is the program, {@link
 * io.sparkhistory.examples.CheckEventLogs} looks for what was overlooked.
 */
package io.sparkhistory.examples;
