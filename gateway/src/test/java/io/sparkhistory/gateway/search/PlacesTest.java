package io.sparkhistory.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.Listing;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.gateway.search.Places.Doubt;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {
  private static final Instant NOW = Instant.parse("2026-05-07T12:00:00Z");
  private static final Listing.Application OTHER =
      ApplicationSearchTest.application("app-0", "job", "bob", 100, 900);

  @ParameterizedTest
  @CsvSource({
    "asleep, , ASLEEP",
    "asleep, PT10M, ASLEEP",
    "asleep, PT9M59S, NONE",
    "asleep, -PT1H, NONE",
    "ready, , AWAKE",
    "ready, P1D, AWAKE",
    "ready, PT1M, NONE",
    "starting, , STARTING",
    "starting, PT1M, STARTING",
    "failed, , DOWN",
    "failed, PT1M, NONE",
    "absent, P1D, DOWN"
  })
  void howFarAListCanBeBelievedDependsOnItsAgeAndItsServer(
      String state, @Nullable Duration age, Doubt doubt) {
    Optional<Instant> asOf = Optional.ofNullable(age).map(NOW::minus);
    Places places = look(entry("a", state, new Listing(List.of(OTHER), asOf)));

    assertThat(places.found()).isEmpty();
    assertThat(places.others()).extracting(Places.Other::doubt).containsExactly(doubt);
    assertThat(places.others().get(0).mayHave()).isEqualTo(doubt != Doubt.NONE);
  }

  @Test
  void aFullListLacksWhatIsOlder() {
    Listing full = new Listing(Collections.nCopies(Listing.MOST, OTHER), Optional.of(NOW));
    assertThat(look(entry("a", "asleep", full)).others().get(0).mayHave()).isTrue();
  }

  @Test
  void whatRunsComesFirstAndOnce() {
    Listing has =
        new Listing(
            List.of(ApplicationSearchTest.application("app-1", "job", "bob", 100, 900)),
            Optional.of(NOW));
    Drivers.Application run =
        new Drivers.Application("app-1", "", new Driver.Starting(), Optional.empty());
    Backends.Entry runs =
        new Backends.Entry(
            new Tenant("b"),
            new Backend.Asleep(Duration.ZERO),
            Optional.empty(),
            has,
            List.of(run));

    Places places = look(entry("a", "asleep", has), runs, entry("c", "asleep", Listing.NONE));

    assertThat(places.found())
        .extracting(row -> row.tenant().namespace() + " " + row.state())
        .containsExactly("b RUNNING", "a COMPLETED");
    assertThat(places.toWake()).isEmpty();
  }

  @Test
  void thoseAreWokenFirstWhereSomebodyLookedLast() {
    Backends.Entry[] entries =
        IntStream.range(0, 30)
            .mapToObj(i -> visited("n-" + i, NOW.minusSeconds(i * 7 % 30)))
            .toArray(Backends.Entry[]::new);

    assertThat(look(entries).toWake())
        .hasSize(Places.MOST_WOKEN)
        .extracting(entry -> entry.lastActivity().orElse(Instant.MIN))
        .containsExactlyElementsOf(
            IntStream.range(0, Places.MOST_WOKEN).mapToObj(NOW::minusSeconds).toList());
  }

  @Test
  void doubtfulNamespacesAreListedFirst() {
    assertThat(
            look(
                    entry("a", "asleep", new Listing(List.of(), Optional.of(NOW))),
                    entry("b", "failed", Listing.NONE),
                    entry("d", "asleep", Listing.NONE),
                    entry("c", "asleep", Listing.NONE),
                    entry("e", "starting", Listing.NONE))
                .others())
        .extracting(other -> other.entry().tenant().namespace())
        .containsExactly("e", "c", "d", "b", "a");
  }

  private static Places look(Backends.Entry... entries) {
    return Places.of(List.of(entries), "app-1", NOW);
  }

  private static Backends.Entry visited(String namespace, Instant time) {
    return new Backends.Entry(
        new Tenant(namespace), new Backend.Asleep(Duration.ZERO), Optional.of(time));
  }

  private static Backends.Entry entry(String namespace, String state, Listing listing) {
    Backend backend =
        switch (state) {
          case "ready" -> new Backend.Ready(new Endpoint("h", 1, "h", Set.of()));
          case "starting" -> new Backend.Starting(Step.QUEUED, "", NOW, Duration.ZERO);
          case "failed" -> new Backend.Failed("r", "n");
          case "absent" -> new Backend.Absent("n", "");
          default -> new Backend.Asleep(Duration.ZERO);
        };
    return new Backends.Entry(new Tenant(namespace), backend, Optional.empty(), listing);
  }
}
