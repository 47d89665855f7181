package io.sparkhistory.gateway.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyReadingsTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static ECKey key;

  private final List<CompletableFuture<String>> readings = new ArrayList<>();
  private long nanos = Long.MAX_VALUE - 5_000_000_000L; // overflows, as nanoTime may
  private final Keys keys = new Keys(source(), () -> nanos, LONG);

  @BeforeAll
  static void makeKey() throws JOSEException {
    key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
  }

  @Test
  void keysAreNotReadAgainBeforeTenSecondsHavePassed() {
    publish();
    nanos += Duration.ofSeconds(10).toNanos() - 1;
    assertThat(keys.refresh().toCompletableFuture()).isCompletedWithValue(keys.known());
    assertThat(readings).hasSize(1);

    nanos++;
    assertThat(keys.refresh().toCompletableFuture()).isNotDone();
    assertThat(readings).hasSize(2);
  }

  @Test
  void whoeverAsksMeanwhileWaitsForTheSameReading() {
    CompletableFuture<Keys.Known> first = keys.refresh().toCompletableFuture();
    nanos += Duration.ofSeconds(60).toNanos();
    CompletableFuture<Keys.Known> second = keys.refresh().toCompletableFuture();
    assertThat(readings).hasSize(1);
    assertThat(second).isNotDone();

    readings.get(0).complete(new JWKSet(key).toString());

    assertThat(first.join().has("k")).isTrue();
    assertThat(second.join()).isSameAs(first.join());
  }

  @Test
  void aReadingGoesOnWhenNobodyWaitsForItAnyMore() {
    Keys hasty = new Keys(source(), () -> nanos, Duration.ofMillis(1));
    assertThat(hasty.refresh().toCompletableFuture().join().isEmpty()).isTrue();
    nanos += Duration.ofSeconds(60).toNanos();
    assertThat(hasty.refresh().toCompletableFuture().join().isEmpty()).isTrue();
    assertThat(readings).hasSize(1);

    readings.get(0).complete(new JWKSet(key).toString());

    assertThat(hasty.known().has("k")).isTrue();
  }

  @Test
  void keysThatStayTheSameStayTheSameObject() {
    publish();
    Keys.Known before = keys.known();
    nanos += Duration.ofSeconds(10).toNanos();
    publish();
    assertThat(readings).hasSize(2);
    assertThat(keys.known()).isSameAs(before);
  }

  @Test
  void aSourceThatThrowsLeavesNoKeys() {
    Keys broken =
        new Keys(
            new KeySource(
                "https://dex.example.com/keys",
                () -> {
                  throw new IllegalStateException();
                }),
            () -> nanos);
    assertThat(broken.refresh().toCompletableFuture().join().isEmpty()).isTrue();
    assertThat(broken.known().has("")).isFalse();
    assertThat(broken.problem()).isNotEmpty();
  }

  @Test
  void whatKeepsKeysFromBeingReadIsToldUntilTheyAre() {
    assertThat(keys.problem())
        .isEqualTo(
            "the keys of the token issuer have not been read yet from"
                + " https://dex.example.com/keys");
    var unused = keys.refresh();
    readings.get(0).complete("<html>");
    assertThat(keys.problem()).contains("https://dex.example.com/keys: it is no JWK Set; check");
    nanos += Duration.ofSeconds(10).toNanos();
    publish();
    assertThat(keys.problem()).isEmpty();
  }

  @Test
  void onlyPublicPartsAreKept() {
    publish();
    assertThat(keys.known().set().getKeys()).hasSize(1).noneMatch(JWK::isPrivate);
    assertThat(keys.known().has("")).isTrue();
    assertThat(keys.known().has("x")).isFalse();
  }

  @Test
  void keysAreReadAtOnceAndEveryFiveMinutes() {
    assertThat(secondsOfReadings(601, this::publishLast)).containsExactly(0L, 300L, 600L);
  }

  @Test
  void keysAreReadEveryTenSecondsWhileThereAreNone() {
    assertThat(secondsOfReadings(31, this::failLast)).containsExactly(0L, 10L, 20L, 30L);
  }

  @Test
  void keysThatAreThereAreNotReadMoreOftenWhenAReadingFails() {
    publish();
    assertThat(secondsOfReadings(601, this::failLast)).containsExactly(300L, 600L);
  }

  @Test
  void aFileIsReadEachTimeAndOnlyUpToOneMebibyte(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("jwks.json");
    var source = KeySource.of(file.toString());
    assertThatThrownBy(() -> source.text().get().toCompletableFuture().join())
        .hasRootCauseInstanceOf(IOException.class);
    for (String text : List.of("{}", "x".repeat(1 << 20))) {
      Files.writeString(file, text, UTF_8);
      assertThat(source.text().get().toCompletableFuture().join().equals(text)).isTrue();
    }
    Files.writeString(file, "x".repeat((1 << 20) + 1), UTF_8);
    assertThatThrownBy(() -> source.text().get().toCompletableFuture().join())
        .hasRootCauseInstanceOf(IOException.class);
  }

  private KeySource source() {
    return new KeySource(
        "https://dex.example.com/keys",
        LONG,
        () -> {
          readings.add(new CompletableFuture<>());
          return readings.get(readings.size() - 1);
        });
  }

  /** With the private part, as a careless issuer might. */
  private void publish() {
    CompletableFuture<Keys.Known> reading = keys.refresh().toCompletableFuture();
    publishLast();
    assertThat(reading).isDone();
  }

  private void publishLast() {
    readings.get(readings.size() - 1).complete(new JWKSet(key).toString(false));
  }

  private void failLast() {
    readings.get(readings.size() - 1).completeExceptionally(new IOException());
  }

  /**
   * When keys are read by themselves.
   *
   * @param answer ends the reading that has begun
   */
  private List<Long> secondsOfReadings(int seconds, Runnable answer) {
    var timer = new ByHand();
    var unused = keys.keepFresh(timer);
    List<Long> read = new ArrayList<>();
    for (long second = 0; second < seconds; second += timer.delay) {
      int before = readings.size();
      timer.command.run();
      if (readings.size() > before) {
        read.add(second);
        answer.run();
      }
      nanos += Duration.ofSeconds(timer.delay).toNanos();
    }
    return read;
  }

  /** Keeps what is to be done again and again. */
  private static final class ByHand extends ScheduledThreadPoolExecutor {
    private Runnable command = () -> {};
    private long delay;

    ByHand() {
      super(0);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable what, long initial, long after, TimeUnit unit) {
      assertThat(initial).isZero();
      command = what;
      delay = unit.toSeconds(after);
      return schedule(() -> {}, 1, TimeUnit.DAYS);
    }
  }
}
