package io.sparkhistory.gateway.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.page.Pages.Coverage;
import io.sparkhistory.gateway.request.StartPages.Content;
import io.sparkhistory.gateway.routing.TenantAddresses;
import io.sparkhistory.gateway.search.StartQuery;
import java.net.URLEncoder;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The namespaces that a caller may see, and their applications. */
final class StartPage {
  /** Namespaces that are listed; the others are found by their names. */
  private static final int MOST_NAMESPACES = 100;

  private final Template page = Template.load("start.html");
  private final Shell shell;
  private final NamespaceRows namespaces;

  StartPage(Shell shell, Clock clock) {
    this.shell = shell;
    this.namespaces = new NamespaceRows(clock);
  }

  Page html(Caller caller, Content content, TenantAddresses addresses) {
    ApplicationRows rows = new ApplicationRows(shell.prefix(), addresses);
    Coverage coverage = Coverage.of(content.visible());
    boolean checking = coverage == Coverage.CHECKING;
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("user", caller.user());
    values.put("coverage", coverage.name().toLowerCase(Locale.ROOT));
    boolean none = content.visible().entries().isEmpty() && !checking;
    values.put("none", none);
    values.put("some", !none);
    values.put("more", checking);
    values.put("banner", banner(coverage));
    values.putAll(search(content));
    values.put("applications", content.found().rows().stream().map(rows::values).toList());
    values.put("emptyApplication", ApplicationRows.EMPTY);
    values.putAll(namespaces(content, rows));
    String self = checking ? address(content.query(), "") : "";
    return shell.html(
        200, new Shell.Inside("Applications", caller.user(), page, values, "start.js", self));
  }

  Page json(Content content, TenantAddresses addresses) {
    ApplicationRows rows = new ApplicationRows(shell.prefix(), addresses);
    Coverage coverage = Coverage.of(content.visible());
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("applications", content.found().rows().stream().map(rows::members).toList());
    list.put("matches", content.found().matches());
    if (!content.found().next().isEmpty()) {
      list.put("next", content.found().next());
    }
    list.put(
        "namespaces",
        content.namespaces().stream()
            .map(entry -> namespaces.members(entry, rows.base(entry.tenant())))
            .toList());
    if (!content.application().isEmpty()) {
      list.put("find", shell.prefix() + "/-/app/" + content.application());
    }
    list.put("complete", coverage != Coverage.CHECKING);
    list.put("unchecked", coverage == Coverage.UNCHECKED);
    return shell.json(200, Shell.JSON, list);
  }

  /** What was searched for, and where other pages of it are. */
  private Map<String, Object> search(Content content) {
    StartQuery query = content.query();
    String next = content.found().next();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("q", query.text());
    values.put("namespace", query.namespace());
    values.put("summary", summary(content));
    values.put("older", next.isEmpty() ? "" : address(query, next));
    values.put("newest", query.after().isEmpty() ? "" : address(query, ""));
    return values;
  }

  private String summary(Content content) {
    int matches = content.found().matches();
    String counted = NamespaceRows.counted(matches);
    if (!content.query().text().isEmpty()) {
      return counted + " found for “" + content.query().text() + "”";
    }
    String listed = content.only().map(namespaces::listed).orElse("");
    if (!listed.isEmpty()) {
      return listed;
    }
    return matches > 0 || content.isListed()
        ? counted
        : "No application is known yet. The list of a namespace is read while its history server is"
            + " awake.";
  }

  private Map<String, Object> namespaces(Content content, ApplicationRows rows) {
    Optional<Backends.Entry> only = content.only();
    List<Backends.Entry> listed = content.namespaces();
    List<Map<String, Object>> values =
        listed.stream()
            .limit(MOST_NAMESPACES)
            .map(entry -> namespaces.values(entry, rows.base(entry.tenant())))
            .toList();
    int others = listed.size() - values.size();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("heading", only.map(e -> "Spark history of " + namespace(e)).orElse("Spark history"));
    all.put("onlyName", only.map(StartPage::namespace).orElse(""));
    all.put(
        "only",
        only.<Object>map(entry -> namespaces.values(entry, rows.base(entry.tenant()))).orElse(""));
    all.put("several", only.isEmpty() && !values.isEmpty());
    all.put("namespaces", values);
    all.put("others", others == 0 ? "" : "and " + others + " more. Search for their names.");
    all.put("emptyRow", NamespaceRows.EMPTY);
    return all;
  }

  private static String namespace(Backends.Entry entry) {
    return entry.tenant().namespace();
  }

  /** Address of a page of the list. */
  private String address(StartQuery query, String after) {
    StringBuilder address = new StringBuilder(shell.prefix()).append("/");
    parameter(address, "q", query.text());
    parameter(address, "namespace", query.namespace());
    boolean usual = query.limit() == StartQuery.USUAL_LIMIT;
    parameter(address, "limit", usual ? "" : Integer.toString(query.limit()));
    parameter(address, "after", after);
    return address.toString();
  }

  private static void parameter(StringBuilder address, String name, String value) {
    if (!value.isEmpty()) {
      address.append(address.indexOf("?") < 0 ? '?' : '&').append(name).append('=');
      address.append(URLEncoder.encode(value, UTF_8));
    }
  }

  /** What is to be said of how much is known; empty for all of it. */
  static String banner(Coverage coverage) {
    return switch (coverage) {
      case COMPLETE -> "";
      case CHECKING -> "Still looking for the namespaces that you may see…";
      case UNCHECKED ->
          "Some namespaces could not be checked just now, so some may be missing. Reload the page"
              + " in a few seconds.";
    };
  }
}
