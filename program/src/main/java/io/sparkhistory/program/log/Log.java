package io.sparkhistory.program.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/** Sets the log of the program up. */
public final class Log {
  /**
   * Loggers of libraries whose level is no option. Below info, those of the Kubernetes client and
   * of the operator SDK log whole objects and requests, with whatever secrets are in them. The
   * client's own errors come with a stack trace at each try, and are logged once by the program.
   */
  private static final Map<String, Level> FIXED =
      Map.of(
          "io.fabric8", Level.INFO,
          "io.javaoperatorsdk", Level.INFO,
          "io.fabric8.kubernetes.client", Level.ERROR,
          "io.fabric8.kubernetes.client.dsl.internal", Level.OFF);

  private final LoggerContext context;

  Log(LoggerContext context) {
    this.context = context;
  }

  /** Logs text from level info on. To be called before anything logs. */
  public static void prepare() {
    System.getProperties().putIfAbsent("slf4j.provider", Provider.class.getName());
    // it would say so on each start
    System.getProperties().putIfAbsent("slf4j.internal.verbosity", "WARN");
  }

  /**
   * Logs as the options say from now on.
   *
   * @param raw standard error as the process was given it, for JSON
   * @param guard makes a line safe to be logged. JSON is guarded before it is encoded; text is
   *     expected to be guarded by {@code System.err}
   */
  public static void apply(
      LogOptions.Settings settings, OutputStream raw, UnaryOperator<String> guard) {
    Log log = new Log((LoggerContext) LoggerFactory.getILoggerFactory());
    if (settings.format() == Format.JSON) {
      OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
      appender.setOutputStream(raw);
      log.write(appender, new JsonEncoder(guard));
    } else {
      log.begin();
    }
    log.levels(settings.levels());
  }

  /** Text on whatever {@code System.err} is at the time of the line. */
  void begin() {
    levels(new Levels(Level.INFO, Map.of()));
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setTarget("System.err");
    write(appender, new TextEncoder());
  }

  private void levels(Levels levels) {
    root().setLevel(levels.root());
    levels.loggers().forEach(this::level);
    FIXED.forEach(this::level);
  }

  private void level(String name, Level level) {
    context.getLogger(name).setLevel(level);
  }

  private void write(OutputStreamAppender<ILoggingEvent> appender, Encoder<ILoggingEvent> encoder) {
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    root().detachAndStopAllAppenders();
    root().addAppender(appender);
  }

  private Logger root() {
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
