package io.sparkhistory.program.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** {@code 2026-05-07T12:00:00.000+0000 [WARN] FixedTenants - message}, then the stack trace. */
final class TextEncoder extends EventEncoder {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSZ").withZone(ZoneId.systemDefault());

  @Override
  String text(ILoggingEvent event) {
    String logger = event.getLoggerName();
    return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()))
        + " ["
        + event.getLevel()
        + "] "
        + logger.substring(logger.lastIndexOf('.') + 1)
        + " - "
        + event.getFormattedMessage()
        + "\n"
        + stackTrace(event);
  }
}
