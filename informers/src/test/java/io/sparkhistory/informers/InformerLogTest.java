package io.sparkhistory.informers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InformerLogTest {
  private final AtomicLong now = new AtomicLong();
  private final List<String> lines = new ArrayList<>();
  private final PlayedResponse counted = new PlayedResponse();
  private final InformerLog log = new InformerLog(counted, now::get, lines::add);

  @Test
  void whatHappensOftenIsCountedEachTimeAndLoggedNowAndThen() {
    for (int i = 0; i < 100; i++) {
      log.skipped("pods", "ns-a/p" + i, "spec cannot be read as Pod");
    }
    now.addAndGet(Duration.ofSeconds(11).toNanos());
    log.skipped("pods", "ns-a/last", "spec cannot be read as Pod");

    assertThat(counted.trouble).hasSize(101);
    assertThat(lines)
        .containsExactly(
            "pods: object left out: ns-a/p0: spec cannot be read as Pod",
            "pods: object left out: ns-a/last: spec cannot be read as Pod"
                + " (and 99 more since the last line)");
  }

  @Test
  void eachKindOfTroubleWithEachKindOfObjectIsToldAtOnce() {
    log.skipped("pods", "a", "b");
    log.watchBroken("pods", "no JSON");
    log.listFailed("pods", "403");
    log.skipped("leases", "a", "b");

    assertThat(lines).hasSize(4);
  }

  @Test
  void aLineIsOneAndShort() {
    log.skipped("pods", "a\n[ERROR] forged \u001b[31m", "x".repeat(5000));

    assertThat(lines.get(0)).doesNotContain("\n", "\u001b").hasSizeLessThan(400);
  }
}
