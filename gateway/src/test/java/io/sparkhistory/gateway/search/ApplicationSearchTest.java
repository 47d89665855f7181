package io.sparkhistory.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.Listing;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationSearchTest {
  private final List<Backends.Entry> entries =
      List.of(
          entry(
              "team-a",
              application("app-1", "Nightly Report", "alice", 100, 900),
              application("app-2", "Übung", "bob", 100, 500),
              application("app-3", "stuck", "bob", 700, 0)),
          entry("team-b", application("app-1", "report (old)", "carol", 100, 900)));

  @ParameterizedTest
  @CsvSource({
    "'', team-a/app-1 team-b/app-1 team-a/app-3 team-a/app-2",
    "report, team-a/app-1 team-b/app-1",
    "REPORT, team-a/app-1 team-b/app-1",
    "nightly report, team-a/app-1",
    "report team-b, team-b/app-1",
    "team-a bob, team-a/app-3 team-a/app-2",
    "app-1, team-a/app-1 team-b/app-1",
    "übung, team-a/app-2",
    "ÜBUNG, team-a/app-2",
    "(old), team-b/app-1",
    ".*, ''",
    "nobody, ''",
    "report nobody, ''"
  })
  void everyWordIsInNameIdUserOrNamespace(String text, String found) {
    assertThat(ids(query(text, "", 50, ""))).isEqualTo(found);
  }

  @Test
  void oneNamespaceIsSearchedAlone() {
    assertThat(ids(query("", "team-b", 50, ""))).isEqualTo("team-b/app-1");
    assertThat(ids(query("", "team-c", 50, ""))).isEmpty();
  }

  @Test
  void aLogThatIsNotCompleteIsToldApart() {
    assertThat(ApplicationSearch.find(entries, query("stuck", "", 50, "")).rows())
        .extracting(Row::state)
        .containsExactly(Row.State.INCOMPLETE);
  }

  @Test
  void whatRunsComesFirstAndOnceWithWhatItsLogSays() {
    Backends.Entry entry = entries.get(0);
    Drivers.Application stuck =
        new Drivers.Application("app-3", "", new Driver.Starting(), Optional.empty());
    Drivers.Application fresh =
        new Drivers.Application(
            "app-9", "fresh", new Driver.Starting(), Optional.of(Instant.ofEpochSecond(50)));
    Backends.Entry runs =
        new Backends.Entry(
            entry.tenant(),
            entry.backend(),
            entry.lastActivity(),
            entry.listing(),
            List.of(fresh, stuck));

    var found = ApplicationSearch.find(List.of(runs), query("", "", 50, ""));
    assertThat(text(found)).isEqualTo("team-a/app-3 team-a/app-9 team-a/app-1 team-a/app-2");
    assertThat(found.rows().get(0))
        .isEqualTo(
            new Row(
                entry.tenant(), application("app-3", "stuck", "bob", 700, 0), Row.State.RUNNING));
    assertThat(text(ApplicationSearch.find(List.of(runs), query("fresh", "", 50, ""))))
        .isEqualTo("team-a/app-9");
  }

  @Test
  void pagesFollowEachOtherWithoutAGapThoughRowsAreAdded() {
    var first = ApplicationSearch.find(entries, query("", "", 2, ""));
    assertThat(first.rows()).hasSize(2);
    assertThat(first.matches()).isEqualTo(4);

    List<Backends.Entry> grown =
        Stream.concat(
                entries.stream(),
                Stream.of(entry("team-c", application("app-9", "new", "x", 100, 1000))))
            .toList();
    var second = ApplicationSearch.find(grown, query("", "", 2, first.next()));
    assertThat(text(second)).isEqualTo("team-a/app-3 team-a/app-2");
    assertThat(second.next()).isEmpty();
  }

  @Test
  void aPageThatIsJustFullIsTheLastOne() {
    assertThat(ApplicationSearch.find(entries, query("", "", 4, "")).next()).isEmpty();
  }

  private String ids(StartQuery query) {
    return text(ApplicationSearch.find(entries, query));
  }

  private static String text(ApplicationSearch.Found found) {
    return String.join(
        " ",
        found.rows().stream()
            .map(row -> row.tenant().namespace() + "/" + row.application().id())
            .toList());
  }

  static StartQuery query(String text, String namespace, int limit, String after) {
    return new StartQuery(text, namespace, limit, Cursor.parse(after));
  }

  static Backends.Entry entry(String namespace, Listing.Application... applications) {
    return new Backends.Entry(
        new Tenant(namespace),
        new Backend.Asleep(Duration.ZERO),
        Optional.empty(),
        new Listing(List.of(applications), Optional.empty()));
  }

  static Listing.Application application(
      String id, String name, String user, long started, long ended) {
    return new Listing.Application(id, name, "", user, started, ended, "4.0.1");
  }
}
