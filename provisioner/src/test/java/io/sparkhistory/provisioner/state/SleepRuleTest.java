package io.sparkhistory.provisioner.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.api.SparkHistoryServerSpec;
import io.sparkhistory.provisioner.spec.Defaults;
import io.sparkhistory.provisioner.spec.EffectiveSpec;
import io.sparkhistory.provisioner.spec.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class SleepRuleTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final Duration CLEANING_TIME = Duration.ofMinutes(10);

  /**
   * Times in the table are ISO 8601 durations relative to now. A folder was made when it is said,
   * else long ago.
   */
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/sleep-rule.csv", delimiter = '|', numLinesToSkip = 1)
  void aServerSleepsAndWakesByTheTable(
      String situation,
      String spec,
      String renewed,
      String remembered,
      String woken,
      String created,
      String folder,
      String run,
      String want,
      String until) {
    SleepRule.Observation seen =
        new SleepRule.Observation(
            new SleepRule.Past(
                time(renewed), time(remembered), time(woken), time(created).orElseThrow()),
            folder(folder),
            new SleepRule.Run(!run.equals("asleep"), run.equals("listed")));

    SleepRule.Verdict verdict = SleepRule.decide(spec(spec), seen, CLEANING_TIME, NOW);

    assertThat(verdict)
        .as(situation)
        .isEqualTo(new SleepRule.Verdict(SleepRule.Want.valueOf(want), time(until)));
  }

  private static Optional<Instant> time(@Nullable String offset) {
    return Optional.ofNullable(offset).map(text -> NOW.plus(Duration.parse(text)));
  }

  private static LogFolder folder(String text) {
    if (text.equals("due") || text.equals("tried")) {
      return new LogFolder(Optional.empty(), text.equals("due"));
    }
    return new LogFolder(time(text.equals("made") ? "-P9D" : text.substring(5)), false);
  }

  private static EffectiveSpec spec(String yaml) {
    SparkHistoryServer resource = new SparkHistoryServer();
    resource.setMetadata(
        new ObjectMetaBuilder().withName(Names.RESOURCE_NAME).withNamespace("team-a").build());
    resource.setSpec(Json.SERIALIZATION.unmarshal("x: " + yaml, Holder.class).x());
    Defaults defaults = Defaults.parse("spec: {image: 'spark:4.0.4', s3: {bucket: company}}");
    return ((EffectiveSpec.Result.Accepted) EffectiveSpec.of(resource, defaults)).spec();
  }

  record Holder(SparkHistoryServerSpec x) {}
}
