package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.kubernetes.ServicePods.Behind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ServicePodsTest {
  private static final Behind POD = new Behind("ns-a", "notebook-0", "uid-1");

  private final Deque<CompletableFuture<Boolean>> asked = new ArrayDeque<>();
  private final List<Runnable> later = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final ServicePods pods =
      new ServicePods(
          (namespace, pod) -> {
            asked.add(new CompletableFuture<>());
            return asked.getLast();
          },
          (task, seconds) -> later.add(task));

  @Test
  void aPodIsNotShownBeforeItIsKnownToHaveAnAddressOfItsOwn() {
    pods.check("slice", POD, this::tell);
    assertThat(told).containsExactly("false");
    asked.remove().complete(true);
    assertThat(told).containsExactly("false", "true");
    pods.check("slice", POD, this::tell);
    assertThat(told).containsExactly("false", "true", "true");
    assertThat(asked).isEmpty();
  }

  @Test
  void aPodWithTheAddressOfItsNodeIsNotShown() {
    pods.check("slice", POD, this::tell);
    asked.remove().complete(false);
    pods.check("slice", POD, this::tell);
    assertThat(told).containsOnly("false");
    assertThat(asked).isEmpty();
  }

  @Test
  void anotherPodOfTheSameNameIsAskedFor() {
    pods.check("slice", POD, this::tell);
    asked.remove().complete(true);
    pods.check("slice", new Behind("ns-a", "notebook-0", "uid-2"), this::tell);
    assertThat(told).containsExactly("false", "true", "false");
    asked.remove().complete(false);
    assertThat(told).containsExactly("false", "true", "false", "false");
  }

  @Test
  void anAnswerThatComesTooLateIsDropped() {
    pods.check("slice", POD, this::tell);
    pods.check("slice", new Behind("ns-a", "notebook-1", "uid-2"), this::tell);
    asked.remove().complete(true);
    assertThat(told).containsExactly("false", "false");
    pods.forget("slice", () -> told.add("forgotten"));
    asked.remove().complete(true);
    assertThat(told).containsExactly("false", "false", "forgotten");
  }

  @Test
  void whatCannotBeAskedIsAskedAgainWhileItIsWanted() {
    pods.check("slice", POD, this::tell);
    asked.remove().completeExceptionally(new IllegalStateException("test"));
    later.remove(0).run();
    asked.remove().complete(true);
    assertThat(told).containsExactly("false", "true");

    pods.check("other", POD, this::tell);
    asked.remove().completeExceptionally(new IllegalStateException("test"));
    pods.forget("other", () -> {});
    later.remove(0).run();
    assertThat(asked).isEmpty();
  }

  private void tell(boolean own) {
    told.add("" + own);
  }
}
