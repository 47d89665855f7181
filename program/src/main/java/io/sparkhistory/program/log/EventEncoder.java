package io.sparkhistory.program.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Makes an event of the log bytes. */
abstract class EventEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};

  /** The event with the line end. */
  abstract String text(ILoggingEvent event);

  @Override
  public final byte[] encode(ILoggingEvent event) {
    return text(event).getBytes(UTF_8);
  }

  @Override
  public final byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public final byte[] footerBytes() {
    return NOTHING;
  }

  /** The stack trace as Java prints it; empty when nothing was thrown. */
  static String stackTrace(ILoggingEvent event) {
    if (!(event.getThrowableProxy() instanceof ThrowableProxy thrown)) {
      return "";
    }
    StringWriter text = new StringWriter(1024);
    thrown.getThrowable().printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
