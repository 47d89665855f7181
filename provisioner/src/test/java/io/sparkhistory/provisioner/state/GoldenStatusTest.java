package io.sparkhistory.provisioner.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.sparkhistory.api.Reason;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.provisioner.spec.Json;
import io.sparkhistory.provisioner.spec.Refusal;
import io.sparkhistory.provisioner.spec.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code in-….yaml} of {@code status} is what a cluster shows, each {@code out-….yaml} what is
 * said of it. {@code -Dgolden.write=true} writes the latter; read the difference.
 */
class GoldenStatusTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "status");
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final String DIRECTORY = "s3a://company/pipelines/team-a/history";

  static Stream<String> cases() throws IOException {
    return names("in-").stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theStatusSaysWhatIsGoingOn(String name) throws IOException {
    Input input =
        Json.SERIALIZATION.unmarshal(
            Files.readString(GOLDEN.resolve("in-" + name), UTF_8), Input.class);
    SparkHistoryServerStatus status =
        HistoryServerConditions.status(
            SparkHistoryServerStatus.EMPTY, situation(input), facts(input), NOW);
    String text = Json.SERIALIZATION.asYaml(status);
    Path expected = GOLDEN.resolve("out-" + name);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(expected, text, UTF_8);
    }

    assertThat(expected).content(UTF_8).isEqualTo(text);
  }

  @Test
  void everyExpectationHasACase() throws IOException {
    assertThat(names("out-")).isEqualTo(names("in-"));
  }

  private static Situation situation(Input input) {
    if (Boolean.TRUE.equals(input.asleep()) || Boolean.TRUE.equals(input.suspended())) {
      return new Situation.Asleep(Boolean.TRUE.equals(input.suspended()));
    }
    if (input.queued() != null) {
      return new Situation.Queued(input.queued().get(0), input.queued().get(1));
    }
    if (input.refused() != null) {
      List<Refusal> refusals = new ArrayList<>();
      for (int i = 0; i < input.refused().size(); i += 2) {
        refusals.add(
            new Refusal(
                Reason.of(input.refused().get(i)).orElseThrow(), input.refused().get(i + 1)));
      }
      return new Situation.Refused(refusals);
    }
    return Situations.running(
        Optional.ofNullable(input.deployment()), pods(input), server(input), NOW);
  }

  private static HistoryServerConditions.Facts facts(Input input) {
    return new HistoryServerConditions.Facts(
        3L,
        new HistoryServerConditions.Addresses(
            "https://kubeflow.example.org/sparkhistory/team-a/",
            input.refused() == null
                ? Optional.of(String.join(",", directories(input)))
                : Optional.empty(),
            input.refused() == null ? Optional.of(true) : Optional.empty()),
        Optional.of(NOW.minusSeconds(40)),
        Optional.of(NOW.minusSeconds(30)),
        Situations.facts(pods(input), server(input), NOW),
        input.ignoredKeys() == null ? Set.of() : new TreeSet<>(input.ignoredKeys()));
  }

  private static Situations.Server server(Input input) {
    return new Situations.Server(directories(input), 682, "1Gi", Secrets.UNKNOWN);
  }

  private static List<String> directories(Input input) {
    return input.logDirectories() == null ? List.of(DIRECTORY) : input.logDirectories();
  }

  private static List<Pod> pods(Input input) {
    return input.pods() == null ? List.of() : input.pods();
  }

  private static Set<String> names(String prefix) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(GOLDEN)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .map(name -> name.substring(prefix.length()))
          .forEach(names::add);
    }
    return names;
  }

  record Input(
      @Nullable Boolean asleep,
      @Nullable Boolean suspended,
      @Nullable List<Integer> queued,
      @Nullable List<String> refused,
      @Nullable Deployment deployment,
      @Nullable List<Pod> pods,
      @Nullable List<String> ignoredKeys,
      @Nullable List<String> logDirectories) {}
}
