/**
 * The log of both programs on standard error: levels and format. The libraries log through SLF4J,
 * and Logback is set up by code, because its XML takes longer to read than all options.
 */
@NullMarked
package io.sparkhistory.program.log;

import org.jspecify.annotations.NullMarked;
