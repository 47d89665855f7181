package io.sparkhistory.gateway.page;

import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The list of what runs in a namespace. */
final class Applications {
  private final Template page = Template.load("applications.html");
  private final Template elsewhere = Template.load("elsewhere.html");
  private final Shell shell;
  private final Clock clock;

  Applications(Shell shell, Clock clock) {
    this.shell = shell;
    this.clock = clock;
  }

  /** What runs in a namespace. */
  Page html(Plan.Running plan) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Drivers.Application application : plan.applications()) {
      String label = application.name().isEmpty() ? application.id() : application.name();
      String note =
          (application.name().isEmpty() ? "" : application.id() + " ") + since(application);
      boolean starting = application.driver() instanceof Driver.Starting;
      rows.add(
          row(
              url(plan.tenant(), application.id()),
              label,
              starting ? "starting" : "ready",
              starting ? "Starting" : "Running",
              note));
    }
    String text =
        rows.isEmpty()
            ? "No application runs in " + plan.namespace() + " now."
            : "Choose an application to see its own pages.";
    return html("Running in " + plan.namespace(), text, rows, plan.namespace(), plan.user());
  }

  Page json(Plan.Running plan) {
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("namespace", plan.namespace());
    list.put("applications", plan.applications().stream().map(a -> members(plan, a)).toList());
    return shell.json(200, Shell.JSON, list);
  }

  /** The address is a driver's word, so it is shown and is no link. */
  Page elsewhere(Plan.Live plan, String base) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("application", plan.application());
    values.put("base", base);
    values.put("pages", url(plan.tenant(), plan.application()) + "jobs/");
    values.put("list", shell.prefix() + "/" + plan.namespace() + "/-/live/");
    String title = "The links of this application lead elsewhere";
    return shell.html(200, new Shell.Inside(title, plan.user(), elsewhere, values, "error.js", ""));
  }

  private Map<String, Object> members(Plan.Running plan, Drivers.Application application) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", application.id());
    members.put("name", application.name());
    members.put("state", application.driver() instanceof Driver.Starting ? "starting" : "running");
    members.put("url", url(plan.tenant(), application.id()));
    application.started().ifPresent(time -> members.put("started", time.toString()));
    return members;
  }

  private static Map<String, Object> row(
      String url, String label, String state, String stateText, String note) {
    Map<String, Object> row = new LinkedHashMap<>(NamespaceRows.EMPTY);
    row.put("url", url);
    row.put("namespace", label);
    row.put("state", state);
    row.put("stateText", stateText);
    row.put("note", note.strip());
    return row;
  }

  private String since(Drivers.Application application) {
    Instant now = clock.instant();
    return application.started().map(time -> "started " + Times.ago(time, now)).orElse("");
  }

  private Page html(
      String title, String text, List<Map<String, Object>> rows, String namespace, String user) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("title", title);
    values.put("text", text);
    values.put("namespace", namespace);
    values.put("rows", rows);
    return shell.html(200, new Shell.Inside(title, user, page, values, "", ""));
  }

  private String url(Tenant tenant, String application) {
    return shell.prefix() + "/" + tenant.namespace() + "/-/live/" + application + "/";
  }
}
