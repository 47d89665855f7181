package io.sparkhistory.gateway.page;

import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.Listing;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.page.Pages.Asked;
import io.sparkhistory.gateway.request.KeptOut;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.StartPages;
import io.sparkhistory.gateway.request.VisibleTenants.Visible;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.gateway.routing.TenantAddresses;
import io.sparkhistory.gateway.search.Places;
import io.sparkhistory.gateway.search.StartQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Every page there is, filled with what a day in a cluster could fill it with. */
final class PageSamples {
  static final Instant NOW = Instant.parse("2026-05-07T12:00:00Z");
  static final String NONCE = "bm9uY2U+/w==";
  static final Pages PAGES =
      new Pages("/sparkhistory", Clock.fixed(NOW, ZoneOffset.UTC), () -> NONCE);
  static final Caller ALICE = new Caller("alice@example.com", List.of("team-a"));
  static final Backend.Ready READY =
      new Backend.Ready(new Endpoint("10.0.0.7", 18080, "h:18080", Set.of("h:18080")));
  static final Backend.Starting STARTING =
      new Backend.Starting(Step.STARTING_SPARK, "", NOW.minusSeconds(17), Duration.ofSeconds(42));
  static final Backend.Failed FAILED =
      new Backend.Failed(
          "The image registry.example.com/spark:4.9 cannot be pulled: it was not found.",
          "Correct spec.image of the SparkHistoryServer, or remove it to use the default.");
  static final String EXAMPLE =
      """
      apiVersion: sparkhistory.io/v1beta1
      kind: SparkHistoryServer
      metadata:
        name: spark-history-server
        namespace: ns-a
      spec: {}
      """;
  static final Asked ASKED =
      new Asked(
          "/sparkhistory/ns-a/history/application_1767225600000_0001/jobs/?a=1",
          "4bf92f3577b34da6a3ce929d0e0e4736",
          "");
  private static final String TARGET = ASKED.target();

  /** An application that no namespace lists. */
  static final String UNKNOWN = "spark-0a1b2c3d4e5f60718293a4b5c6d7e8f9";

  private PageSamples() {}

  static Map<String, Page> html() {
    Map<String, Page> all = new LinkedHashMap<>();
    all.put("start-none", start(List.of(), "").html());
    all.put("start-one", start(several().subList(0, 1), "").html());
    all.put("start-several", start(several(), "").html());
    all.put("start-search", start(several(), "nightly").html());
    all.put("start-nothing-found", start(several(), "no such thing").html());
    all.put("start-looking", start(List.of(), "").checking().html());
    all.put("start-checking", start(several().subList(0, 3), "").checking().html());
    all.put("start-unchecked", start(many(), "").unchecked().html());
    all.put("waiting-starting", PAGES.waiting(waiting(STARTING), TARGET, true));
    all.put(
        "waiting-queued",
        PAGES.waiting(
            waiting(
                new Backend.Starting(
                    Step.QUEUED, "3 of 12", NOW.minusSeconds(125), Duration.ofSeconds(42))),
            TARGET,
            true));
    all.put(
        "waiting-asleep", PAGES.waiting(waiting(new Backend.Asleep(Duration.ZERO)), TARGET, true));
    all.put("waiting-failed", PAGES.waiting(waiting(FAILED), TARGET, true));
    all.put(
        "waiting-while-some-run",
        PAGES.waiting(new Plan.Wait(new Tenant("ns-a"), ALICE, "", STARTING, 2), TARGET, true));
    all.put("running", PAGES.running(running(RUNNING), true));
    all.put("running-none", PAGES.running(running(List.of()), true));
    all.put("running-elsewhere", PAGES.elsewhere(LIVE, "/ns-a/daily-revenue"));
    for (KeptOut by : KeptOut.values()) {
      all.put("running-" + by.why().replace(' ', '-'), PAGES.refused(by.refuse(LIVE), ASKED, true));
    }
    all.put("application-several", found(twice(), "application_1767225600000_0001", "", true));
    all.put("application-none", found(several(), UNKNOWN, "", true));
    all.put("application-looked-again", found(several(), UNKNOWN, "?look=60", true));
    all.put("application-asleep", found(several().subList(2, 5), UNKNOWN, "?look=6", true));
    all.put("application-nowhere", found(List.of(), UNKNOWN, "", true));
    all.put(
        "application-checking",
        found(new Visible(several().subList(2, 4), 0, false), UNKNOWN, "", true));
    all.put("slow", PAGES.slow("ns-a", Duration.ofSeconds(14), TARGET));
    for (Outcome outcome : Outcome.values()) {
      all.put("error-" + outcome.label(), PAGES.refused(refusal(outcome), ASKED, true));
    }
    all.put(
        "error-absent-with-example",
        PAGES.refused(
            new Plan.Refuse(
                Outcome.ABSENT,
                "",
                "Apply this in your namespace; the server then starts at the first visit:",
                EXAMPLE,
                "alice@example.com",
                "ns-a",
                ""),
            ASKED,
            true));
    return all;
  }

  private static final List<Drivers.Application> RUNNING =
      List.of(
          new Drivers.Application(
              "spark-3f1c0a9be1f84d0f8f6f3d9f7a0f1b2c",
              "daily-revenue-by-country",
              new Driver.Running(READY.endpoint()),
              Optional.of(NOW.minusSeconds(4000))),
          new Drivers.Application(
              "local-1767225600000", "", new Driver.Starting(), Optional.empty()));

  private static final Plan.Live LIVE =
      new Plan.Live(
          new Tenant("ns-a"), ALICE, "", READY.endpoint(), 0, "spark-3f1c0a9b", "spark-history");

  private static Plan.Running running(List<Drivers.Application> applications) {
    return new Plan.Running(new Tenant("ns-a"), ALICE, "", applications);
  }

  /** The address of an application, for these namespaces. */
  static Page found(List<Backends.Entry> entries, String id, String query, boolean html) {
    return found(new Visible(entries, 0, true), id, query, html);
  }

  static Page found(Visible visible, String id, String query, boolean html) {
    return PAGES.located(
        new Plan.FindApplication(ALICE, id, false),
        new StartPages.Located(visible, Places.of(visible.entries(), id, NOW)),
        TenantAddresses.SAME_HOST,
        PAGES.find(id) + query,
        html);
  }

  /** Two namespaces that have one id, one of them while it runs. */
  static List<Backends.Entry> twice() {
    Listing.Application nightly = several().get(0).listing().applications().get(0);
    Backends.Entry runs = listed("risk-models", READY, nightly);
    Drivers.Application run =
        new Drivers.Application(
            nightly.id(),
            "",
            new Driver.Running(READY.endpoint()),
            Optional.of(NOW.minusSeconds(600)));
    return List.of(
        listed("ns-a", READY, nightly),
        new Backends.Entry(
            runs.tenant(), READY, runs.lastActivity(), runs.listing(), List.of(run)));
  }

  static Plan.Refuse refusal(Outcome outcome) {
    return new Plan.Refuse(outcome, "", "", "", "alice@example.com", "ns-a", "");
  }

  static Plan.Wait waiting(Backend backend) {
    return new Plan.Wait(new Tenant("ns-a"), ALICE, "", backend);
  }

  /** A start page of these namespaces. */
  static StartSample start(List<Backends.Entry> entries, String text) {
    return new StartSample(
        PAGES, ALICE, entries, new StartQuery(text, "", 50, Optional.empty()), 0, true);
  }

  static List<Backends.Entry> several() {
    return List.of(
        listed(
            "ns-a",
            READY,
            new Listing.Application(
                "application_1767225600000_0001",
                "nightly report",
                "2",
                "alice",
                NOW.getEpochSecond() - 7300,
                NOW.getEpochSecond() - 3670,
                "4.0.1"),
            new Listing.Application(
                "spark-a06b2d9e8c7f4153b1f4d5e60c9a8b72",
                "backfill",
                "",
                "bob",
                NOW.getEpochSecond() - 300,
                0,
                "3.5.9")),
        entry("risk-models", STARTING, NOW.minusSeconds(5)),
        entry("search-ranking", new Backend.Asleep(Duration.ZERO), NOW.minusSeconds(3 * 86400)),
        entry("team-with-a-rather-long-name-of-its-own", FAILED, NOW.minusSeconds(7300)),
        new Backends.Entry(
            new Tenant("zeta"), new Backend.Asleep(Duration.ZERO), Optional.empty()));
  }

  static Backends.Entry entry(String namespace, Backend backend, Instant lastActivity) {
    return new Backends.Entry(new Tenant(namespace), backend, Optional.of(lastActivity));
  }

  static Backends.Entry listed(
      String namespace, Backend backend, Listing.Application... applications) {
    return new Backends.Entry(
        new Tenant(namespace),
        backend,
        Optional.of(NOW.minusSeconds(190)),
        new Listing(List.of(applications), Optional.of(NOW.minusSeconds(240))));
  }

  private static List<Backends.Entry> many() {
    return IntStream.range(1, 31)
        .mapToObj(i -> entry("team-" + i, READY, NOW.minusSeconds(3600L * i)))
        .toList();
  }
}
