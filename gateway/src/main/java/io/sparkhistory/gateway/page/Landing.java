package io.sparkhistory.gateway.page;

import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.page.Pages.Coverage;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.gateway.routing.TenantAddresses;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The list of the namespaces that a caller may see. */
final class Landing {
  private final Template landing = Template.load("landing.html");
  private final Map<String, String> emptyRow =
      Map.of("url", "", "namespace", "", "state", "", "stateText", "", "note", "", "visitedAt", "");
  private final Shell shell;
  private final Clock clock;

  Landing(Shell shell, Clock clock) {
    this.shell = shell;
    this.clock = clock;
  }

  Page html(
      Caller caller, List<Backends.Entry> visible, Coverage coverage, TenantAddresses addresses) {
    boolean checking = coverage == Coverage.CHECKING;
    boolean single = visible.size() == 1 && !checking;
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("user", caller.user());
    values.put("coverage", coverage.name().toLowerCase(Locale.ROOT));
    values.put("none", visible.isEmpty() && !checking);
    values.put("looking", visible.isEmpty() && checking);
    values.put("single", single ? row(visible.get(0), addresses) : "");
    values.put("several", !single && !visible.isEmpty());
    values.put("more", checking);
    values.put("banner", banner(coverage));
    values.put("rows", rows(visible, addresses));
    values.put("emptyRow", emptyRow);
    Shell.Inside inside =
        new Shell.Inside(
            "Your namespaces",
            caller.user(),
            landing,
            values,
            "landing.js",
            checking ? shell.prefix() + "/" : "");
    return shell.html(200, inside);
  }

  Page json(List<Backends.Entry> visible, Coverage coverage, TenantAddresses addresses) {
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("namespaces", visible.stream().map(e -> members(e, addresses)).toList());
    list.put("complete", coverage != Coverage.CHECKING);
    list.put("unchecked", coverage == Coverage.UNCHECKED);
    return shell.json(200, Shell.JSON, list);
  }

  private Map<String, Object> members(Backends.Entry entry, TenantAddresses addresses) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("namespace", entry.tenant().namespace());
    members.put("state", State.of(entry.backend()).code());
    members.put("stateText", State.of(entry.backend()).text());
    members.put("url", url(entry.tenant(), addresses));
    entry.lastActivity().ifPresent(time -> members.put("lastActivity", time.toString()));
    members.put("note", note(entry));
    return members;
  }

  private List<Map<String, Object>> rows(List<Backends.Entry> visible, TenantAddresses addresses) {
    return visible.stream().map(entry -> row(entry, addresses)).toList();
  }

  private Map<String, Object> row(Backends.Entry entry, TenantAddresses addresses) {
    Map<String, Object> values = new LinkedHashMap<>(members(entry, addresses));
    boolean visit = note(entry).equals(entry.lastActivity().map(this::lastActivity).orElse(""));
    values.put("visitedAt", visit ? entry.lastActivity().map(Instant::toString).orElse("") : "");
    return values;
  }

  private String url(Tenant tenant, TenantAddresses addresses) {
    return addresses.originOf(tenant) + shell.prefix() + "/" + tenant.namespace() + "/";
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

  private static String banner(Coverage coverage) {
    return switch (coverage) {
      case COMPLETE -> "";
      case CHECKING -> "Still looking for the namespaces that you may see…";
      case UNCHECKED ->
          "Some namespaces could not be checked just now, so some may be missing. Reload the page"
              + " in a few seconds.";
    };
  }
}
