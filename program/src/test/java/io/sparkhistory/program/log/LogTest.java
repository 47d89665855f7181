package io.sparkhistory.program.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sparkhistory.program.commandline.Command;
import io.sparkhistory.program.commandline.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the programs write on standard error, and from which level on. */
class LogTest {
  private static final Command RUN = new Command("run", "runs");
  private static final Logger OURS = LoggerFactory.getLogger("io.sparkhistory.gateway.Main");
  private static final Logger DEEPER = LoggerFactory.getLogger("io.sparkhistory.gateway.kube.Deep");
  private static final Logger CLIENT = LoggerFactory.getLogger("io.fabric8.kubernetes.client.X");
  private static final Logger FABRIC8 = LoggerFactory.getLogger("io.fabric8.kubernetes.model.X");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void asBefore() {
    apply("info", Format.TEXT);
  }

  @Test
  void aLineOfTextHasTimeLevelLoggerAndMessage() {
    List<String> lines = textOf(() -> OURS.warn("{} tenants", 3));

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d{4} \\[WARN] Main - 3"
                + " tenants");
  }

  @Test
  void aStackTraceOfTextIsWhatJavaPrints() {
    Exception thrown = new IllegalStateException("why", new IOException("because"));

    List<String> lines = textOf(() -> OURS.error("failed", thrown));

    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    thrown.printStackTrace(new PrintStream(printed, true, UTF_8));
    assertThat(lines.subList(1, lines.size())).isEqualTo(printed.toString(UTF_8).lines().toList());
  }

  @Test
  void everyEventOfJsonIsOneObjectOnOneLine() throws IOException {
    apply("info", Format.JSON);

    OURS.info("two\nlines, a \"quote\" and \u001b\u2028é");
    OURS.error("failed", new IllegalStateException("why"));

    List<String> lines = lines();
    assertThat(lines).hasSize(2);
    assertThat(object(lines.get(0)))
        .containsOnlyKeys("timestamp", "level", "logger", "message")
        .containsEntry("level", "INFO")
        .containsEntry("logger", "io.sparkhistory.gateway.Main")
        .containsEntry("message", "two\nlines, a \"quote\" and \u001b\u2028é");
    assertThat(object(lines.get(0)).get("timestamp"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");
    assertThat(object(lines.get(1)).get("stackTrace"))
        .startsWith("java.lang.IllegalStateException: why\n\tat ")
        .contains("LogTest");
  }

  @Test
  void jsonIsGuardedBeforeItIsEncoded() throws IOException {
    apply("info", Format.JSON, line -> line.replaceAll("(password=\"?)[^\"\\s]+", "$1(hidden)"));

    OURS.error("password=\"hunter2\"", new IllegalStateException("password=hunter2"));

    String line = lines().get(0);
    assertThat(line).doesNotContain("hunter2");
    assertThat(object(line)).containsEntry("message", "password=\"(hidden)\"");
    assertThat(object(line).get("stackTrace")).contains("password=(hidden)\n\tat ");
  }

  @Test
  void aVeryLongMessageIsCut() throws IOException {
    apply("info", Format.JSON);

    OURS.info("x".repeat(JsonEncoder.LONGEST + 5));

    assertThat(object(lines().get(0)).get("message")).hasSize(JsonEncoder.LONGEST);
  }

  @Test
  void aPartOfTheProgramMayLogMore() {
    apply("warn,io.sparkhistory.gateway.kube=debug", Format.JSON);

    assertThat(OURS.isInfoEnabled()).isFalse();
    assertThat(OURS.isWarnEnabled()).isTrue();
    assertThat(DEEPER.isDebugEnabled()).isTrue();
    assertThat(DEEPER.isTraceEnabled()).isFalse();
  }

  @Test
  void librariesThatLogWholeRequestsStayQuiet() {
    apply("trace", Format.JSON);

    assertThat(OURS.isTraceEnabled()).isTrue();
    assertThat(FABRIC8.isInfoEnabled()).isTrue();
    assertThat(FABRIC8.isDebugEnabled()).isFalse();
    assertThat(CLIENT.isWarnEnabled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "loud",
        "INFO",
        "info,",
        "info,debug",
        "io.sparkhistory=debug",
        "info,io.fabric8=debug",
        "info,io.sparkhistoryx=debug",
        "info,io.sparkhistory=loud",
        "info,io.sparkhistory=debug,io.sparkhistory=info"
      })
  void whatIsNoLevelIsRefused(String text) {
    assertThatThrownBy(() -> Levels.KIND.parser().apply(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected error, warn, info, debug or trace");
  }

  @Test
  void theDefaultIsTextFromInfoOn() {
    LogOptions.Settings settings = new LogOptions(Set.of(RUN)).of(Values.defaults(RUN));

    assertThat(settings)
        .isEqualTo(new LogOptions.Settings(new Levels(Level.INFO, Map.of()), Format.TEXT));
  }

  private void apply(String levels, Format format) {
    apply(levels, format, UnaryOperator.identity());
  }

  private void apply(String levels, Format format, UnaryOperator<String> guard) {
    Log.apply(new LogOptions.Settings(Levels.KIND.parser().apply(levels), format), out, guard);
  }

  private List<String> lines() {
    return out.toString(UTF_8).lines().toList();
  }

  /** As standard error has it: text goes to whatever that is at the time. */
  private static List<String> textOf(Runnable action) {
    PrintStream usual = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(usual);
    }
    return said.toString(UTF_8).lines().toList();
  }

  private static Map<String, String> object(String line) throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(line)) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        members.put(name, json.nextTextValue());
      }
      assertThat(json.nextToken()).isNull();
    }
    return members;
  }
}
