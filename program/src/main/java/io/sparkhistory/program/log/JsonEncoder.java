package io.sparkhistory.program.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A line of JSON (RFC 8259, ASCII) with {@code timestamp} (RFC 3339, UTC), {@code level}, {@code
 * logger}, {@code message} and, when something was thrown, {@code stackTrace}.
 */
final class JsonEncoder extends EventEncoder {
  /** Characters of a message and of a stack trace that are written. */
  static final int LONGEST = 64 << 10;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final UnaryOperator<String> guard;

  /**
   * @param guard makes a line safe to be logged
   */
  JsonEncoder(UnaryOperator<String> guard) {
    this.guard = guard;
  }

  @Override
  String text(ILoggingEvent event) {
    StringWriter line = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("timestamp", Instant.ofEpochMilli(event.getTimeStamp()).toString());
      json.writeStringField("level", event.getLevel().toString());
      json.writeStringField("logger", event.getLoggerName());
      json.writeStringField("message", guarded(String.valueOf(event.getFormattedMessage())));
      String trace = stackTrace(event);
      if (!trace.isEmpty()) {
        json.writeStringField("stackTrace", guarded(trace));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.append('\n').toString();
  }

  /** Guarded line by line, as a log of text is. */
  private String guarded(String text) {
    String part = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    return part.lines().map(guard).collect(Collectors.joining("\n"));
  }
}
