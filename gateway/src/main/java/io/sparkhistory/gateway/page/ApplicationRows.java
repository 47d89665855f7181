package io.sparkhistory.gateway.page;

import io.sparkhistory.gateway.backend.Listing;
import io.sparkhistory.gateway.routing.ApplicationId;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.gateway.routing.TenantAddresses;
import io.sparkhistory.gateway.search.Row;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Rows of applications: what is said of each, to programs and to people, and where its pages are.
 */
final class ApplicationRows {
  private final String prefix;
  private final TenantAddresses addresses;

  /**
   * @param addresses where the caller finds the namespaces
   */
  ApplicationRows(String prefix, TenantAddresses addresses) {
    this.prefix = prefix;
    this.addresses = addresses;
  }

  /** Members of a JSON object; one that is not known is not there. */
  Map<String, Object> members(Row row) {
    Listing.Application application = row.application();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", application.id());
    put(members, "name", application.name());
    members.put("namespace", row.tenant().namespace());
    members.put("state", row.state().name().toLowerCase(Locale.ROOT));
    put(members, "attempt", application.attempt());
    put(members, "user", application.user());
    time(members, "started", application.started());
    if (row.state() == Row.State.COMPLETED) {
      time(members, "ended", application.ended());
    }
    if (hasDuration(row)) {
      members.put("durationSeconds", application.ended() - application.started());
    }
    put(members, "sparkVersion", application.sparkVersion());
    members.put("url", url(row));
    return members;
  }

  /** A row without anything in it, which a script fills. */
  static final Map<String, String> EMPTY =
      Map.of(
          "url",
          "",
          "label",
          "",
          "idText",
          "",
          "namespace",
          "",
          "user",
          "",
          "startedAt",
          "",
          "duration",
          "",
          "state",
          "",
          "stateText",
          "",
          "sparkVersion",
          "");

  /** Values of the template of a row. */
  Map<String, Object> values(Row row) {
    Listing.Application application = row.application();
    boolean named = !application.name().isEmpty();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("url", url(row));
    values.put("label", named ? application.name() : application.id());
    values.put("idText", named ? application.id() : "");
    values.put("namespace", row.tenant().namespace());
    values.put("user", application.user());
    Instant started = Instant.ofEpochSecond(application.started());
    values.put("startedAt", application.started() > 0 ? started.toString() : "");
    values.put("started", Times.date(started));
    long seconds = application.ended() - application.started();
    values.put("duration", hasDuration(row) ? Times.duration(seconds) : "");
    values.put("state", style(row.state()));
    values.put("stateText", text(row.state()));
    values.put("sparkVersion", application.sparkVersion());
    return values;
  }

  static String style(Row.State state) {
    return switch (state) {
      case RUNNING -> "ready";
      case INCOMPLETE -> "asleep";
      case COMPLETED -> "completed";
    };
  }

  static String text(Row.State state) {
    return switch (state) {
      case RUNNING -> "Running";
      case INCOMPLETE -> "Incomplete";
      case COMPLETED -> "Completed";
    };
  }

  /** Where the application's pages are: its driver's while it runs, then the history server's. */
  String url(Row row) {
    String id = row.application().id();
    if (row.state() == Row.State.RUNNING) {
      return base(row.tenant()) + "-/live/" + id + "/";
    }
    return inHistory(row.tenant(), id, row.application().attempt());
  }

  /**
   * Where an application's pages are in the history server of a namespace, if it is there.
   *
   * @param attempt empty when attempts have no ids, or none is known
   */
  String inHistory(Tenant tenant, String id, String attempt) {
    return origin(tenant) + ApplicationId.inHistory(id, attempt);
  }

  /** Address of a namespace, with a slash at its end. */
  String base(Tenant tenant) {
    return origin(tenant) + "/";
  }

  private String origin(Tenant tenant) {
    return addresses.originOf(tenant) + prefix + "/" + tenant.namespace();
  }

  static boolean hasDuration(Row row) {
    Listing.Application application = row.application();
    return row.state() == Row.State.COMPLETED
        && application.started() > 0
        && application.ended() >= application.started();
  }

  private static void put(Map<String, Object> members, String name, String text) {
    if (!text.isEmpty()) {
      members.put(name, text);
    }
  }

  private static void time(Map<String, Object> members, String name, long seconds) {
    if (seconds > 0) {
      members.put(name, Instant.ofEpochSecond(seconds).toString());
    }
  }
}
