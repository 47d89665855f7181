package io.sparkhistory.gateway.page;

import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows of namespaces: what is said of each history server, to programs and to people. */
final class NamespaceRows {
  /** A row without anything in it, which a script fills. */
  static final Map<String, String> EMPTY =
      Map.of(
          "url",
          "",
          "namespace",
          "",
          "state",
          "",
          "stateText",
          "",
          "note",
          "",
          "visitedAt",
          "",
          "listed",
          "",
          "runningText",
          "");

  private final Clock clock;

  NamespaceRows(Clock clock) {
    this.clock = clock;
  }

  /**
   * Members of a JSON object.
   *
   * @param url where its pages are
   */
  Map<String, Object> members(Backends.Entry entry, String url) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("namespace", entry.tenant().namespace());
    members.put("state", State.of(entry.backend()).code());
    members.put("stateText", State.of(entry.backend()).text());
    members.put("url", url);
    entry.lastActivity().ifPresent(time -> members.put("lastActivity", time.toString()));
    members.put("note", note(entry));
    members.put("applications", entry.listing().applications().size());
    int running = entry.running().size();
    members.put("running", running);
    members.put("runningText", running == 0 ? "" : running + " running");
    entry.listing().asOf().ifPresent(time -> members.put("listedAt", time.toString()));
    return members;
  }

  /** Values of the template of a row. */
  Map<String, Object> values(Backends.Entry entry, String url) {
    Map<String, Object> values = members(entry, url);
    boolean visit = note(entry).equals(entry.lastActivity().map(this::lastActivity).orElse(""));
    values.put("visitedAt", visit ? entry.lastActivity().map(Instant::toString).orElse("") : "");
    values.put("listed", listed(entry));
    return values;
  }

  /** How many applications are listed, and since when; empty when no list was read. */
  String listed(Backends.Entry entry) {
    int count = entry.listing().applications().size();
    return entry
        .listing()
        .asOf()
        .map(time -> counted(count) + ", list read " + Times.ago(time, clock.instant()))
        .orElse("");
  }

  /** Such as {@code 1 application}. */
  static String counted(int applications) {
    return applications + (applications == 1 ? " application" : " applications");
  }

  /** What there is to say of a server beside its state; empty when nothing is known. */
  private String note(Backends.Entry entry) {
    if (entry.backend() instanceof Backend.Failed failed) {
      return failed.reason();
    }
    if (entry.backend() instanceof Backend.Starting starting) {
      return (starting.step().text() + " " + starting.detail()).strip();
    }
    return entry.lastActivity().map(this::lastActivity).orElse("");
  }

  private String lastActivity(Instant time) {
    return "Last visited " + Times.ago(time, clock.instant()) + " · " + Times.date(time);
  }
}
