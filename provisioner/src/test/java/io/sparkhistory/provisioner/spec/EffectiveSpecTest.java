package io.sparkhistory.provisioner.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.api.SparkHistoryServerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class EffectiveSpecTest {
  private static final String DEFAULTS =
      """
      spec:
        image: registry.example.org/spark:{sparkVersion}
        sparkVersion: 4.0.4
        s3: {bucket: company}
      """;

  @ParameterizedTest
  @CsvFileSource(resources = "/refusals.csv", delimiter = '|', numLinesToSkip = 1)
  void whatIsRefusedIsRefusedInWords(
      String namespace, String spec, String limits, String reason, String message) {
    String defaults = limits == null ? DEFAULTS : DEFAULTS + "limits: " + limits;

    EffectiveSpec.Result result = of(namespace, spec, defaults);

    if (reason == null) {
      assertThat(result).isInstanceOf(EffectiveSpec.Result.Accepted.class);
    } else {
      assertThat(result).isInstanceOf(EffectiveSpec.Result.Refused.class);
      List<Refusal> refusals = ((EffectiveSpec.Result.Refused) result).refusals();
      assertThat(refusals).hasSize(1);
      assertThat(refusals.get(0).reason().text()).isEqualTo(reason);
      assertThat(refusals.get(0).message()).contains(message).endsWith(".");
    }
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    EffectiveSpec.Result result = of("history", "{idleTimeout: soon}", "limits: {memory: 512Mi}");

    assertThat(((EffectiveSpec.Result.Refused) result).refusals())
        .extracting(refusal -> refusal.reason().text())
        .containsExactly(
            "ReservedNamespace", "InvalidSpec", "InvalidSpec", "InvalidSpec", "LimitExceeded");
  }

  @Test
  void theHeapIsTwoThirdsOfTheMemoryLimit() {
    EffectiveSpec.Result result = of("team-a", "{resources: {limits: {memory: 3Gi}}}", DEFAULTS);

    assertThat(((EffectiveSpec.Result.Accepted) result).spec().heapMebibytes()).isEqualTo(2048);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | false | false",
        "{} | true | true",
        "{sparkVersion: 3.5.9} | true | true",
        "{launcher: None} | true | false",
        "{image: 'apache/spark:3.5.9'} | true | false",
        "{image: 'mine/spark:3.5.9', launcher: Image} | false | true"
      })
  void theLauncherOfTheDefaultsIsThatOfTheirImage(String spec, boolean defaults, boolean has) {
    EffectiveSpec.Result result =
        of("team-a", spec, defaults ? DEFAULTS + "  launcher: Image\n" : DEFAULTS);

    assertThat(((EffectiveSpec.Result.Accepted) result).spec().hasLauncher()).isEqualTo(has);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | '' | true",
        "{} | '  liveApplications: {enabled: false}' | false",
        "{liveApplications: {}} | '  liveApplications: {enabled: false}' | false",
        "{liveApplications: {enabled: true}} | '  liveApplications: {enabled: false}' | true",
        "{liveApplications: {enabled: false}} | '' | false"
      })
  void runningApplicationsAreShownAsTheResourceSaysOrElseTheDefaults(
      String spec, String defaults, boolean shown) {
    EffectiveSpec.Result result = of("team-a", spec, DEFAULTS + defaults + "\n");

    assertThat(((EffectiveSpec.Result.Accepted) result).spec().showsLiveApplications())
        .isEqualTo(shown);
  }

  private static EffectiveSpec.Result of(String namespace, String spec, String defaults) {
    SparkHistoryServer resource = new SparkHistoryServer();
    resource.setMetadata(
        new ObjectMetaBuilder().withName(Names.RESOURCE_NAME).withNamespace(namespace).build());
    resource.setSpec(Json.SERIALIZATION.unmarshal("x: " + spec, Holder.class).x());
    return EffectiveSpec.of(resource, Defaults.parse(defaults));
  }

  record Holder(SparkHistoryServerSpec x) {}
}
