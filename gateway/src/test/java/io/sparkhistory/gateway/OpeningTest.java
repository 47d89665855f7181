package io.sparkhistory.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpeningTest {
  /** Each access review has an alarm, which would keep its answer for as long as the timeout is. */
  @Test
  void anAlarmThatIsCancelledLeavesNothingBehind() {
    ScheduledThreadPoolExecutor scheduler = Opening.scheduler();
    for (int i = 0; i < 100; i++) {
      scheduler.schedule(() -> {}, 1, TimeUnit.DAYS).cancel(false);
    }
    assertThat(scheduler.getQueue()).isEmpty();
    scheduler.shutdownNow();
  }
}
