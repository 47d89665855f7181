package io.sparkhistory.gateway.search;

import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.Listing;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Instant;
import java.util.Comparator;

/** An application of a namespace, as the start page lists it. */
public record Row(Tenant tenant, Listing.Application application, State state) {
  /** Running ones first, then those that ended last; equal ones by namespace and id. */
  static final Comparator<Row> ORDER =
      Comparator.comparingInt(Row::group)
          .thenComparing(Comparator.comparingLong(Row::time).reversed())
          .thenComparing(row -> row.tenant().namespace())
          .thenComparing(row -> row.application().id());

  /** Whether it runs. */
  public enum State {
    /** Its driver shows its pages, or will in a moment. */
    RUNNING,
    /** Its log is not complete, and no driver is known: it runs elsewhere, or ended badly. */
    INCOMPLETE,
    COMPLETED
  }

  /** Of an application that a history server has listed and that is not known to run. */
  static Row listed(Tenant tenant, Listing.Application application) {
    return new Row(
        tenant, application, application.ended() > 0 ? State.COMPLETED : State.INCOMPLETE);
  }

  /** Of one that runs: what is known by its driver and by its log. */
  static Row running(Tenant tenant, Drivers.Application run, Listing listing) {
    Listing.Application listed =
        listing.applications().stream()
            .filter(each -> each.id().equals(run.id()))
            .findFirst()
            .orElseGet(() -> new Listing.Application(run.id(), "", "", "", 0, 0, ""));
    Listing.Application application =
        new Listing.Application(
            run.id(),
            run.name().isEmpty() ? listed.name() : run.name(),
            "",
            listed.user(),
            run.started().map(Instant::getEpochSecond).orElse(listed.started()),
            0,
            listed.sparkVersion());
    return new Row(tenant, application, State.RUNNING);
  }

  /** 0 for running applications, 1 for the others. */
  int group() {
    return state == State.RUNNING ? 0 : 1;
  }

  /** Seconds since 1970 by which it is sorted; 0 when nothing is known. */
  long time() {
    boolean ended = state != State.RUNNING && application.ended() > 0;
    return ended ? application.ended() : application.started();
  }
}
