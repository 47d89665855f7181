package io.sparkhistory.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchedWakesTest {
  private static final Tenant TENANT = new Tenant("a");
  private static final Backend ASLEEP = new Backend.Asleep(Duration.ZERO);
  private static final Backend READY =
      new Backend.Ready(new Endpoint("127.0.0.1", 1, "h", Set.of()));

  private final One server = new One();
  private final List<String> ended = new ArrayList<>();
  private long now;
  private final WatchedWakes wakes =
      new WatchedWakes(
          server,
          (result, step, cause, took) ->
              ended.add((result + " " + step + " " + cause).strip() + " " + took.toSeconds()),
          () -> now);

  @Test
  void aWakeEndsWhenTheServerIsReady() {
    after(0, ASLEEP);
    wakes.wake(TENANT);
    after(1, ASLEEP);
    after(2, starting(Step.STARTING_SPARK));
    after(9, READY);
    after(10, READY);

    assertThat(ended).containsExactly("READY STARTING_SPARK 9");
  }

  @Test
  void theDriversAreTheServersOwn() {
    assertThat(wakes.drivers()).isSameAs(server.drivers());
  }

  @Test
  void manyVisitsAreOneWake() {
    after(0, ASLEEP);
    wakes.wake(TENANT);
    after(1, ASLEEP);
    wakes.wake(TENANT);
    after(3, READY);

    assertThat(ended).containsExactly("READY QUEUED 3");
  }

  @Test
  void aFailureIsToldWithTheStepThatWasReached() {
    after(0, ASLEEP);
    wakes.wake(TENANT);
    after(1, starting(Step.PULLING_IMAGE));
    after(5, new Backend.Failed("no such image", "mend it", "ImagePullFailed"));

    assertThat(ended).containsExactly("FAILED PULLING_IMAGE ImagePullFailed 5");
  }

  @Test
  void theFailureOfTheTryBeforeIsNotTheEndOfThisOne() {
    Backend failed = new Backend.Failed("no such image", "mend it");
    after(0, failed);
    wakes.wake(TENANT);
    after(1, failed);
    after(2, starting(Step.STARTING_SPARK));
    after(4, READY);

    assertThat(ended).containsExactly("READY STARTING_SPARK 4");
  }

  @Test
  void aServerThatIsDeletedIsGone() {
    after(0, ASLEEP);
    wakes.wake(TENANT);
    after(2, new Backend.Absent("ask", ""));

    assertThat(ended).containsExactly("GONE QUEUED 2");
  }

  @Test
  void nobodyWaitsForEver() {
    after(0, ASLEEP);
    wakes.wake(TENANT);
    after(599, ASLEEP);
    assertThat(ended).isEmpty();
    after(601, ASLEEP);

    assertThat(ended).containsExactly("TIMED_OUT QUEUED 601");
  }

  @Test
  void aServerThatRunsIsNotWoken() {
    after(0, READY);
    wakes.wake(TENANT);
    after(1, READY);

    assertThat(ended).isEmpty();
    assertThat(server.woken).isEqualTo(1);
  }

  private void after(long seconds, Backend state) {
    now = Duration.ofSeconds(seconds).toNanos();
    server.state = state;
    wakes.look();
  }

  private static Backend starting(Step step) {
    return new Backend.Starting(step, "", Instant.EPOCH, Duration.ZERO);
  }

  private static final class One implements Backends {
    private final Drivers drivers =
        new Drivers() {
          @Override
          public Driver find(Tenant tenant, String application) {
            return Driver.ENDED;
          }

          @Override
          public Collection<Application> of(Tenant tenant) {
            return List.of();
          }
        };

    private Backend state = ASLEEP;
    private int woken;

    @Override
    public Backend find(Tenant tenant) {
      return state;
    }

    @Override
    public void wake(Tenant tenant) {
      woken++;
    }

    @Override
    public void touch(Tenant tenant) {}

    @Override
    public Drivers drivers() {
      return drivers;
    }

    @Override
    public Collection<Entry> all() {
      return List.of();
    }
  }
}
