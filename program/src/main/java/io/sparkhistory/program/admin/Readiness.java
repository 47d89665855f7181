package io.sparkhistory.program.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * Whether the program should be sent requests, or whether it should go on running: a set of named
 * checks that all have to pass.
 */
public final class Readiness {
  private final Map<String, Supplier<String>> checks = new ConcurrentSkipListMap<>();
  private final Map<String, Supplier<String>> notes = new ConcurrentSkipListMap<>();

  /**
   * Adds or replaces a check.
   *
   * @param name one word
   * @param problem asked at each probe, must not block; answers a short sentence, or the empty text
   *     when all is well
   */
  public void check(String name, Supplier<String> problem) {
    checks.put(name, problem);
  }

  /** Replaces a check by what is known now; the empty text says that all is well. */
  public void set(String name, String problem) {
    checks.put(name, () -> problem);
  }

  /**
   * Adds what operators should know although the program is ready: whatever it says, no check
   * fails.
   *
   * @param name one word
   * @param note as a check's problem
   */
  public void note(String name, Supplier<String> note) {
    notes.put(name, note);
  }

  /** A line for each check that does not pass; empty when the program is ready. */
  List<String> problems() {
    return lines(checks);
  }

  /** A line for each note that has something to say. */
  List<String> notes() {
    return lines(notes);
  }

  private static List<String> lines(Map<String, Supplier<String>> checks) {
    List<String> problems = new ArrayList<>();
    checks.forEach(
        (name, check) -> {
          String problem = ask(check);
          if (!problem.isEmpty()) {
            problems.add(name + ": " + problem);
          }
        });
    return problems;
  }

  private static String ask(Supplier<String> check) {
    try {
      return check.get();
    } catch (RuntimeException e) {
      // whoever cannot say that all is well is not well
      return "the check failed with " + e.getClass().getSimpleName();
    }
  }
}
