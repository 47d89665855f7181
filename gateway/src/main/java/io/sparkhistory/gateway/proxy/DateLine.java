package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} line of responses (RFC 9110, section 6.6.1), made once a second. */
final class DateLine {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private byte[] line = {};
  private long second = -1;

  DateLine(InstantSource clock) {
    this.clock = clock;
  }

  /** The line of a response that is written now, with its CRLF. */
  byte[] now() {
    long present = clock.millis() / 1000;
    if (present != second) {
      second = present;
      String date = IMF_FIXDATE.format(Instant.ofEpochSecond(present));
      line = ("Date: " + date + "\r\n").getBytes(ISO_8859_1);
    }
    return line;
  }
}
