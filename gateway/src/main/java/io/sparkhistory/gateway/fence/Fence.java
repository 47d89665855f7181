package io.sparkhistory.gateway.fence;

import java.util.Locale;

/**
 * The fence around documents of history servers, for the whole gateway.
 *
 * @param reports path that browsers report to, such as {@code /sparkhistory/-/fence-reports}
 */
public record Fence(Mode mode, String reports) {

  /**
   * What a document may do beside what it loads: all but opening windows and replacing the page
   * that has it in a frame. A window of the same origin has no fence or, as for JSON, no policy at
   * all, and its script could be written by the one that opened it. Without {@code
   * allow-same-origin} Spark's own requests would have no cookie. Not for reports: browsers ignore
   * it there.
   */
  private static final String SANDBOX =
      "sandbox allow-downloads allow-forms allow-modals allow-same-origin allow-scripts";

  /** What browsers do about a violation. */
  public enum Mode {
    /** They block it. */
    ON,
    /** They let it happen and report it. */
    REPORT,
    /** Nothing: they are told of no policy. */
    OFF;

    /** As it is written in the configuration. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether there is a header at all. */
  boolean isSent() {
    return mode != Mode.OFF;
  }

  /** The header line of a document, its line end included. */
  String line(Confinement confinement) {
    return mode == Mode.REPORT
        ? "Content-Security-Policy-Report-Only: "
            + confinement.policy()
            + "; report-uri "
            + reports
            + "\r\n"
        : "Content-Security-Policy: " + confinement.policy() + "; " + SANDBOX + "\r\n";
  }
}
