package io.sparkhistory.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogReadsTest {
  private static final Backend.Failed FAILED = new Backend.Failed("Too large.", "Raise it.", "X");

  private Instant now = Instant.EPOCH;
  private final LogReads reads = new LogReads(() -> now);

  @Test
  void aServerWasReadingWhatItHadNotAnswered() {
    reads.begin("a");
    reads.begin("b");
    reads.end("a");
    assertThat(reads.interrupt().reads()).containsExactly("b");
    assertThat(reads.interrupt().reads()).isEmpty();
  }

  @Test
  void whatWasReadAtTwoEndsInARowIsToldApart() {
    reads.begin("a");
    reads.begin("b");
    assertThat(reads.interrupt().again()).isEmpty();
    reads.begin("b");
    reads.begin("c");
    assertThat(reads.interrupt().again()).containsExactly("b");
  }

  @Test
  void aLogThatHasBeenReadSinceWasNotReadAtTwoEndsInARow() {
    reads.begin("a");
    reads.interrupt();
    reads.begin("a");
    reads.end("a");
    reads.begin("a");
    assertThat(reads.interrupt().again()).isEmpty();
  }

  @Test
  void aReadWithoutAResponseIsForgottenAndEndsOnPurposeAreNobodysFault() {
    reads.begin("a");
    now = now.plus(LogReads.FORGOTTEN);
    assertThat(reads.interrupt().reads()).isEmpty();
    reads.begin("a");
    reads.stop();
    assertThat(reads.interrupt().reads()).isEmpty();
  }

  @Test
  void anApplicationIsRefusedForATimeOrUntilItIsAllowed() {
    reads.refuse("a", FAILED);
    reads.refuse("b", FAILED);
    assertThat(reads.refusal("a")).hasValue(FAILED);
    assertThat(reads.refusal("c")).isEmpty();
    reads.allow("a");
    assertThat(reads.refusal("a")).isEmpty();
    now = now.plus(LogReads.REFUSED);
    assertThat(reads.refusal("b")).isEmpty();
    reads.refuse("b", FAILED);
    reads.allowAll();
    assertThat(reads.refusal("b")).isEmpty();
  }

  @Test
  void thereIsABoundToWhatIsRemembered() {
    for (int i = 0; i < 10 * LogReads.MOST; i++) {
      reads.begin("app-" + i);
      reads.refuse("app-" + i, FAILED);
    }
    assertThat(reads.interrupt().reads()).hasSize(LogReads.MOST);
    assertThat(reads.refusal("app-0")).isPresent();
    assertThat(reads.refusal("app-" + LogReads.MOST)).isEmpty();
  }

  @Test
  void whoseReadsNobodyKeepsAccountOfIsNeverRefused() {
    LogReads.NONE.begin("a");
    LogReads.NONE.refuse("a", FAILED);
    assertThat(LogReads.NONE.refusal("a")).isEmpty();
    assertThat(LogReads.NONE.interrupt().reads()).isEmpty();
  }
}
