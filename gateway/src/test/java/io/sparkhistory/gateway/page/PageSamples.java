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
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.VisibleTenants;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.gateway.routing.TenantAddresses;
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
    all.put("application-several", found(List.of("ns-a", "risk-models"), List.of("zeta")));
    all.put("application-none", found(List.of(), List.of("ns-a", "risk-models", "zeta")));
    all.put("application-nowhere", found(List.of(), List.of()));
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

  private static Plan.Running running(List<Drivers.Application> applications) {
    return new Plan.Running(new Tenant("ns-a"), ALICE, "", applications);
  }

  private static Page found(List<String> running, List<String> others) {
    return PAGES.found(
        new Plan.FindApplication(ALICE, "local-1767225600000"),
        new VisibleTenants.Found(
            running.stream().map(Tenant::new).toList(),
            List.of(),
            others.stream().map(Tenant::new).toList(),
            true),
        TenantAddresses.SAME_HOST,
        true);
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
