package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.api.ListedApplication;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.fixture.HttpStub;
import io.sparkhistory.listing.ApplicationList;
import io.sparkhistory.provisioner.fixture.TurnableClock;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read of a history server's list, and what a tenant's response can do. */
class ListingsIT {
  private static final String SCANNED = "<p id=\"last-updated\">now</p>";
  private static final String READING =
      SCANNED + "There are 3 event log(s) currently being processed";

  private final ConcurrentLinkedQueue<String> pages = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> usual = new ConcurrentLinkedQueue<>();
  private final TurnableClock clock = new TurnableClock();
  private final List<String> woken = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpStub server;
  private Listings listings;
  private volatile String applications = "[]";
  private volatile int status = 200;

  @BeforeEach
  void start() {
    server = HttpStub.start(this::respond);
    URI address = URI.create("http://127.0.0.1:" + server.port() + "/");
    listings =
        new Listings(
            new HistoryServerClient(any -> address),
            new Listings.Pauses(Runnable::run, usual::add),
            clock,
            woken::add);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theNewestVersionIsReadWhenTheFirstListingIsComplete() {
    pages.addAll(List.of("starting", READING, SCANNED, READING));
    applications =
        """
        [{"id": "a", "attempts": [{"appSparkVersion": "3.5.1-amzn-0"}, {"appSparkVersion": "4.1.3"}]},
         {"id": "b", "attempts": [{"appSparkVersion": "nonsense"}, {}]}]
        """;

    assertThat(listings.of("team-a", "1")).isEqualTo(KnownListing.NOTHING);
    Eventually.holds(() -> !woken.isEmpty(), asked::toString);

    KnownListing known = listings.of("team-a", "1");
    assertThat(known.complete()).isTrue();
    assertThat(known.last().orElseThrow().list().sparkVersions())
        .containsExactlyInAnyOrder("3.5.1-amzn-0", "4.1.3", "nonsense");
    assertThat(asked).hasSize(4 + Listings.QUIET + 1).endsWith("/" + HistoryServerClient.LIST);
    assertThat(woken).containsExactly("team-a");
  }

  @Test
  void aServerIsAskedOnceAfterEachStart() {
    listings.of("team-a", "1");
    Eventually.holds(() -> woken.size() == 1, asked::toString);
    int once = asked.size();
    listings.of("team-a", "1");
    assertThat(asked).hasSize(once);

    assertThat(listings.of("team-a", "2").complete()).isFalse();
    Eventually.holds(() -> woken.size() == 2, asked::toString);
  }

  @Test
  void theListIsReadAgainWhileTheServerIsAwakeAndOnlyNewsAreTold() {
    applications = list("a");
    listings.of("team-a", "1");
    Eventually.holds(() -> woken.size() == 1, asked::toString);

    usual();
    Eventually.holds(() -> lists() == 2, asked::toString);
    applications = list("b");
    usual();
    Eventually.holds(() -> woken.size() == 2, asked::toString);
    assertThat(ids()).containsExactly("b");

    listings.forget("team-a");
    usual();
    assertThat(usual).isEmpty();
    assertThat(lists()).isEqualTo(3);
  }

  @Test
  void aServerThatIsToSleepIsReadOnceMoreUnlessThatWasAMomentAgo() {
    applications = list("a");
    listings.of("team-a", "1");
    Eventually.holds(() -> woken.size() == 1, asked::toString);
    assertThat(listings.isFresh("team-a", "1")).isTrue();

    clock.turn(Listings.FRESH.plusSeconds(1));
    assertThat(listings.isFresh("team-a", "1")).isFalse();
    Eventually.holds(() -> woken.size() == 2, asked::toString);

    assertThat(listings.isFresh("team-a", "1")).isTrue();
    assertThat(lists()).isEqualTo(2);
  }

  @Test
  void aServerThatCannotBeReadMaySleepNevertheless() {
    applications = list("a");
    listings.of("team-a", "1");
    Eventually.holds(() -> woken.size() == 1, asked::toString);
    status = 500;

    clock.turn(Listings.FRESH.plusSeconds(1));
    assertThat(listings.isFresh("team-a", "1")).isFalse();
    Eventually.holds(() -> woken.size() == 2, asked::toString);

    assertThat(listings.isFresh("team-a", "1")).isTrue();
    assertThat(ids()).containsExactly("a");
  }

  @Test
  void incompleteLogsAreReadTooWhereTheListIsFull() {
    applications =
        IntStream.range(0, ApplicationList.MOST)
            .mapToObj(i -> "{\"id\": \"app-" + i + "\", \"attempts\": [{}]}")
            .collect(Collectors.joining(",", "[", "]"));
    listings.of("team-a", "1");
    Eventually.holds(() -> woken.size() == 1, asked::toString);

    assertThat(asked).endsWith("/" + HistoryServerClient.LIST, "/" + HistoryServerClient.RUNNING);
  }

  @Test
  void aResponseThatIsTooLongOrNoListIsNotBelieved() {
    for (String response :
        List.of("x".repeat(ApplicationList.MOST_BYTES + 1), "[{\"attempts", "")) {
      asked.clear();
      woken.clear();
      applications = response;
      String start = response.substring(0, Math.min(5, response.length()));
      listings.of("team-a", start);
      Eventually.holds(() -> !woken.isEmpty(), asked::toString);

      assertThat(lists()).isEqualTo(Listings.FAILURES);
      KnownListing known = listings.of("team-a", start);
      assertThat(known.last()).isEmpty();
      assertThat(known.failure()).hasValueSatisfying(why -> assertThat(why).contains("no list"));
    }
  }

  @Test
  void aServerThatCannotBeAskedIsToldOnceAndTriedNowAndThen() {
    status = 403;

    listings.of("team-a", "1");
    Eventually.holds(() -> woken.size() == 1, asked::toString);

    assertThat(asked).hasSize(Listings.FAILURES);
    assertThat(listings.of("team-a", "1").failure()).contains("it answers with status 403");
    usual();
    Eventually.holds(() -> asked.size() == Listings.FAILURES + 1, asked::toString);
    assertThat(woken).hasSize(1);

    status = 200;
    applications = list("a");
    usual();
    Eventually.holds(() -> listings.of("team-a", "1").complete(), asked::toString);
    assertThat(listings.of("team-a", "1").failure()).isEmpty();
    assertThat(ids()).containsExactly("a");
  }

  @Test
  void expiredLogsAreDeletedBeforeTheFirstListingIsComplete() {
    Instant limit = Instant.parse("2026-01-31T09:00:00Z");
    String list = "[{\"id\": \"a\", \"attempts\": [{\"lastUpdatedEpoch\": %d}, {}]}]";
    applications = list.formatted(limit.toEpochMilli() - 1);

    listings.of("team-a", "1", Optional.of(limit));
    Eventually.holds(() -> lists() >= 3, asked::toString);
    assertThat(woken).isEmpty();
    assertThat(asked)
        .contains(
            "/"
                + HistoryServerClient.LIST
                + "&status=completed&maxEndDate=2026-01-31T09:00:00.000GMT");

    applications = list.formatted(limit.toEpochMilli());
    Eventually.holds(() -> !woken.isEmpty(), asked::toString);
    assertThat(listings.of("team-a", "1").complete()).isTrue();
  }

  /** The usual time passes. */
  private void usual() {
    for (Runnable task : List.copyOf(usual)) {
      usual.remove(task);
      task.run();
    }
  }

  private List<String> ids() {
    return listings.of("team-a", "1").last().orElseThrow().list().newest().stream()
        .map(ListedApplication::id)
        .toList();
  }

  private static String list(String id) {
    return "[{\"id\": \"" + id + "\", \"attempts\": [{\"startTimeEpoch\": 1000}]}]";
  }

  private long lists() {
    return asked.stream().filter(path -> path.startsWith("/api")).count();
  }

  private HttpStub.Response respond(HttpStub.Request request) {
    String path = request.target();
    asked.add(path);
    String page = path.startsWith("/api") ? applications : pages.poll();
    return HttpStub.Response.of(status, page == null ? SCANNED : page);
  }
}
