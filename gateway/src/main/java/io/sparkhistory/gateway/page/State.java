package io.sparkhistory.gateway.page;

import io.sparkhistory.gateway.backend.Backend;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The state of a history server in one word, for people and for programs. */
enum State {
  READY("Ready"),
  STARTING("Starting"),
  ASLEEP("Asleep"),
  FAILED("Failed"),
  ABSENT("No server");

  private final String text;
  private final String code = name().toLowerCase(Locale.ROOT);

  State(String text) {
    this.text = text;
  }

  /** What people read. */
  String text() {
    return text;
  }

  /** What programs and the style sheet read. */
  String code() {
    return code;
  }

  static State of(Backend backend) {
    if (backend instanceof Backend.Ready) {
      return READY;
    }
    if (backend instanceof Backend.Starting) {
      return STARTING;
    }
    if (backend instanceof Backend.Asleep) {
      return ASLEEP;
    }
    return backend instanceof Backend.Failed ? FAILED : ABSENT;
  }

  /**
   * Everything that is said of a server while somebody waits for it: the members of the status
   * JSON, and the values of the waiting page. All of them are always there, so that a reader needs
   * no case for a missing one.
   *
   * @param application for which the state is; empty: for any
   */
  static Map<String, Object> describe(
      String namespace, String application, Backend backend, Instant now) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("namespace", namespace);
    said.put("application", application);
    said.put("state", of(backend).code());
    said.put("step", "");
    said.put("stepText", of(backend).text());
    said.put("detail", "");
    said.put("elapsedSeconds", 0L);
    said.put("usualSeconds", 0L);
    said.put("reason", "");
    said.put("cause", "");
    said.put("nextStep", "");
    if (backend instanceof Backend.Starting starting) {
      said.put("step", starting.step().name().toLowerCase(Locale.ROOT));
      said.put("stepText", starting.step().text());
      said.put("detail", starting.detail());
      said.put("elapsedSeconds", seconds(Duration.between(starting.since(), now)));
      said.put("usualSeconds", rounded(starting.usual()));
    } else if (backend instanceof Backend.Asleep asleep) {
      said.put("stepText", "Waking the server");
      said.put("usualSeconds", rounded(asleep.usual()));
    } else if (backend instanceof Backend.Failed failed) {
      said.put("reason", failed.reason());
      said.put("cause", failed.cause());
      said.put("nextStep", failed.nextStep());
    } else if (backend instanceof Backend.Absent absent) {
      said.put("nextStep", absent.nextStep());
    }
    return said;
  }

  /** The nearest whole second, but none only when the time is not known. */
  private static long rounded(Duration usual) {
    return usual.isZero() ? 0 : Math.max(1, usual.plusMillis(500).toSeconds());
  }

  /** Whole seconds; none when clocks disagree so far that they would be negative. */
  private static long seconds(Duration duration) {
    return Math.max(0, duration.toSeconds());
  }
}
