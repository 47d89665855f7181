package io.sparkhistory.program.log;

/** How a line of the log is written. */
public enum Format {
  /** Time, level, logger and message, then the stack trace on lines of its own. */
  TEXT,
  /** One JSON object for each event, on one line. */
  JSON
}
