package io.sparkhistory.gateway.operations;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sparkhistory.gateway.request.Completion;
import io.sparkhistory.gateway.routing.ByteRange;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes a completed request as one line of JSON (RFC 8259, UTF-8) into an array that is used again
 * for the next one. What a client sent may be any bytes: quotes and control characters are escaped,
 * those of C1 too because terminals obey them, bytes that are not UTF-8 become U+FFFD, and what is
 * too long is cut and ends with an ellipsis. The query is left out because it may hold secrets.
 *
 * <p>Written by hand and not by jackson-core, because a line is made for every request: it goes
 * from the client's bytes into the array without a text in between, and allocates nothing.
 *
 * <p>For one thread.
 */
final class AccessLogLine {
  /** Bytes of a path that are kept. */
  static final int MAX_PATH = 2048;

  /** Characters of any other text that are kept. */
  static final int MAX_TEXT = 512;

  /** One byte of input becomes at most {@code u001f} with a backslash. */
  private static final int LONGEST_ESCAPE = 6;

  private static final int TEXTS = 9;
  private static final int FIXED_PART = 1024;
  private static final int MAX_LINE =
      LONGEST_ESCAPE * (MAX_PATH + TEXTS * (MAX_TEXT + 1) + 1) + FIXED_PART;

  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final int REPLACEMENT = 0xFFFD;
  private static final int ELLIPSIS = 0x2026;

  /** {@code traceparent} is version, trace id, parent id and flags: 00-…32…-…16…-01. */
  private static final int TRACE_FROM = 3;

  private static final int TRACE_TO = 35;
  private static final int TRACEPARENT_LENGTH = 55;

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  private static final byte[] TIME = key("{", "time");
  private static final byte[] USER = key(",", "user");
  private static final byte[] NAMESPACE = key(",", "namespace");
  private static final byte[] METHOD = key(",", "method");
  private static final byte[] PATH = key(",", "path");
  private static final byte[] STATUS = key(",", "status");
  private static final byte[] OUTCOME = key(",", "outcome");
  private static final byte[] ACCESS = key(",", "access");
  private static final byte[] BYTES_IN = key(",", "bytesIn");
  private static final byte[] BYTES_OUT = key(",", "bytesOut");
  private static final byte[] MS = key(",", "ms");
  private static final byte[] UPSTREAM_MS = key(",", "upstreamMs");
  private static final byte[] PEER = key(",", "peer");
  private static final byte[] TRACE = key(",", "trace");
  private static final byte[] ERROR = key(",", "error");
  private static final byte[] END = "}\n".getBytes(US_ASCII);

  private final byte[] bytes = new byte[MAX_LINE];
  private int length;

  private long second = Long.MIN_VALUE;
  private byte[] secondText = {};

  /** The line, of {@link #length()} bytes; valid until the next one is written. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /**
   * @param epochMillis when the response ended
   */
  void write(Completion c, long epochMillis) {
    length = 0;
    raw(TIME);
    time(epochMillis);
    text(USER, c.user());
    text(NAMESPACE, c.namespace());
    text(METHOD, c.method());
    raw(PATH);
    path(c.target());
    number(STATUS, c.status());
    text(OUTCOME, c.outcome().label());
    text(ACCESS, c.access());
    number(BYTES_IN, c.bytesIn());
    number(BYTES_OUT, c.bytesOut());
    millis(MS, c.totalNanos());
    millis(UPSTREAM_MS, c.upstreamNanos());
    text(PEER, c.peer());
    raw(TRACE);
    trace(c.traceparent());
    text(ERROR, c.error());
    raw(END);
  }

  private void time(long epochMillis) {
    long now = Math.floorDiv(epochMillis, 1000L);
    if (now != second) {
      // the only garbage, once in a second
      LocalDateTime time = LocalDateTime.ofEpochSecond(now, 0, ZoneOffset.UTC);
      secondText = SECONDS.format(time).getBytes(US_ASCII);
      second = now;
    }
    ascii('"');
    raw(secondText);
    ascii('.');
    threeDigits((int) Math.floorMod(epochMillis, 1000L));
    ascii('Z');
    ascii('"');
  }

  private void text(byte[] key, String value) {
    raw(key);
    ascii('"');
    int i = 0;
    while (i < value.length() && i < MAX_TEXT) {
      int point = value.codePointAt(i);
      i += Character.charCount(point);
      // a surrogate that stands alone
      character(Character.getType(point) == Character.SURROGATE ? REPLACEMENT : point);
    }
    if (i < value.length()) {
      character(ELLIPSIS);
    }
    ascii('"');
  }

  private void path(ByteRange target) {
    byte[] from = target.bytes();
    int end = Math.min(target.to(), target.from() + MAX_PATH);
    ascii('"');
    int i = target.from();
    while (i < end && from[i] != '?') {
      int size = Utf8.sequence(from, i, end);
      character(size == 0 ? REPLACEMENT : Utf8.decode(from, i, size));
      i += Math.max(size, 1);
    }
    if (i == end && end < target.to() && from[end] != '?') {
      character(ELLIPSIS);
    }
    ascii('"');
  }

  private void trace(ByteRange traceparent) {
    byte[] from = traceparent.bytes();
    int start = traceparent.from() + TRACE_FROM;
    int end = traceparent.from() + TRACE_TO;
    boolean valid = traceparent.length() >= TRACEPARENT_LENGTH && from[end] == '-';
    for (int i = start; valid && i < end; i++) {
      valid = (from[i] >= '0' && from[i] <= '9') || (from[i] >= 'a' && from[i] <= 'f');
    }
    ascii('"');
    for (int i = start; valid && i < end; i++) {
      ascii(from[i]);
    }
    ascii('"');
  }

  private void character(int point) {
    if (point == '"' || point == '\\') {
      ascii('\\');
      ascii(point);
    } else if (point < 0x20 || (point >= 0x7F && point < 0xA0)) {
      ascii('\\');
      ascii('u');
      ascii('0');
      ascii('0');
      ascii(HEX[point >> 4]);
      ascii(HEX[point & 0xF]);
    } else {
      length = Utf8.encode(point, bytes, length);
    }
  }

  private void number(byte[] key, long value) {
    raw(key);
    digits(Math.max(value, 0));
  }

  private void millis(byte[] key, long nanos) {
    long micros = Math.max(nanos, 0) / 1000;
    number(key, micros / 1000);
    ascii('.');
    threeDigits((int) (micros % 1000));
  }

  private void digits(long value) {
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  private void threeDigits(int value) {
    ascii('0' + value / 100);
    ascii('0' + value / 10 % 10);
    ascii('0' + value % 10);
  }

  private void raw(byte[] ready) {
    System.arraycopy(ready, 0, bytes, length, ready.length);
    length += ready.length;
  }

  private void ascii(int c) {
    bytes[length++] = (byte) c;
  }

  private static byte[] key(String before, String name) {
    return (before + '"' + name + "\":").getBytes(US_ASCII);
  }
}
