package io.sparkhistory.program.commandline;

import java.util.List;

/** Refusal of a command line, with a sentence for each mistake. */
public final class Refused extends Exception {
  /** Exit code for a command line that cannot be understood. */
  public static final int USAGE = 2;

  /** Exit code for everything else that keeps the command from running. */
  public static final int FAILURE = 1;

  private final transient List<String> sentences;
  private final int exitCode;

  public Refused(List<String> sentences, int exitCode) {
    super(String.join("\n", sentences));
    this.sentences = List.copyOf(sentences);
    this.exitCode = exitCode;
  }

  /** One sentence and {@link #FAILURE}. */
  public Refused(String sentence) {
    this(List.of(sentence), FAILURE);
  }

  public List<String> sentences() {
    return sentences;
  }

  public int exitCode() {
    return exitCode;
  }
}
