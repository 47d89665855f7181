package io.sparkhistory.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownTest {
  private final List<String> closed = new ArrayList<>();
  private final Shutdown shutdown = new Shutdown();

  @Test
  void lastOpenedIsFirstClosedAndAFailureStopsNothing() {
    shutdown.add("a", () -> closed.add("a"));
    shutdown.add("b", () -> fail());
    shutdown.add("c", () -> closed.add("c"));

    shutdown.run();

    assertThat(closed).containsExactly("c", "a");
  }

  @Test
  void everyStepIsTakenOnce() {
    shutdown.add("a", () -> closed.add("a"));

    shutdown.run();
    shutdown.run();

    assertThat(closed).containsExactly("a");
  }

  private static void fail() {
    throw new IllegalStateException("cannot close");
  }
}
