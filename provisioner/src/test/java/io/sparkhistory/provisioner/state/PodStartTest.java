package io.sparkhistory.provisioner.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class PodStartTest {
  private static final Instant MADE = Instant.parse("2026-03-02T09:00:00Z");

  @ParameterizedTest(name = "scheduled {0}, began {1}, ready {2}, {3}")
  @CsvFileSource(resources = "/start-times.csv", delimiter = '|')
  void theStartForetellsTheNextOne(
      String scheduled, String begun, String ready, String more, String seconds) {
    Optional<Duration> expected =
        seconds.equals("-")
            ? Optional.empty()
            : Optional.of(Duration.ofSeconds(Long.parseLong(seconds)));

    assertThat(PodStart.of(pod(scheduled, begun, ready, more == null ? "" : more)))
        .isEqualTo(expected);
  }

  private static Pod pod(String scheduled, String begun, String ready, String more) {
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withCreationTimestamp(MADE.toString())
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .endStatus();
    condition(pod, "PodScheduled", scheduled);
    condition(pod, "Ready", ready);
    if (more.equals("claim")) {
      pod.editSpec()
          .addNewVolume()
          .withName("store")
          .withNewPersistentVolumeClaim("store", false)
          .endVolume()
          .endSpec();
    }
    return pod.editStatus()
        .withInitContainerStatuses(initContainers(begun, more))
        .withContainerStatuses(
            more.equals("init container") ? server(ready, more) : server(begun, more))
        .endStatus()
        .build();
  }

  private static void condition(PodBuilder pod, String type, String seconds) {
    if (!seconds.equals("-")) {
      pod.editStatus()
          .addToConditions(
              new PodConditionBuilder()
                  .withType(type)
                  .withStatus("True")
                  .withLastTransitionTime(at(seconds))
                  .build())
          .endStatus();
    }
  }

  private static List<ContainerStatus> initContainers(String begun, String more) {
    List<ContainerStatus> all = new ArrayList<>();
    if (more.equals("init container")) {
      all.add(
          new ContainerStatusBuilder()
              .withNewState()
              .withNewTerminated()
              .withStartedAt(at(begun))
              .endTerminated()
              .endState()
              .build());
    }
    return all;
  }

  private static ContainerStatus server(String begun, String more) {
    ContainerStatusBuilder status = new ContainerStatusBuilder();
    if (!begun.equals("-")) {
      status.withNewState().withNewRunning(at(begun)).endState();
    }
    if (more.equals("restarted")) {
      status.withNewLastState().withNewTerminated().withExitCode(1).endTerminated().endLastState();
    }
    return status.build();
  }

  private static String at(String seconds) {
    return MADE.plusSeconds(Long.parseLong(seconds)).toString();
  }
}
