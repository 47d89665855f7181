package io.sparkhistory.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.sparkhistory.api.SparkHistoryServerSpec.Cleaner;
import io.sparkhistory.api.SparkHistoryServerSpec.PullPolicy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SparkHistoryServerTest {
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Test
  void aTypedClientCanSwitchTheCleanerOff() {
    assertThat(serialization.asJson(new Cleaner(false, null, null)))
        .isEqualTo("{\"enabled\":false}");
  }

  @Test
  void whatIsNotSaidIsNotSent() {
    assertThat(serialization.asJson(SparkHistoryServerSpec.EMPTY)).isEqualTo("{}");
    assertThat(serialization.asJson(SparkHistoryServerStatus.EMPTY)).isEqualTo("{}");
  }

  @Test
  void aResourceWithoutASpecHasAnEmptyOne() {
    assertThat(read("metadata: {name: spark-history-server}").getSpec())
        .isEqualTo(SparkHistoryServerSpec.EMPTY);
  }

  @Test
  void theEnumsAreSpelledAsInKubernetes() {
    SparkHistoryServer resource =
        read("spec: {imagePullPolicy: IfNotPresent}\nstatus: {phase: Asleep}");

    assertThat(resource.getSpec().imagePullPolicy()).isEqualTo(PullPolicy.IF_NOT_PRESENT);
    assertThat(resource.getStatus().phase()).isEqualTo(Phase.ASLEEP);
  }

  @Test
  void fieldsOfALaterVersionAreIgnored() {
    assertThat(read("spec: {later: 1, cleaner: {later: 2}}\nstatus: {later: 3}").getSpec())
        .extracting(SparkHistoryServerSpec::cleaner)
        .isEqualTo(new Cleaner(null, null, null));
  }

  @Test
  void aConditionIsFoundByItsType() {
    SparkHistoryServerStatus status =
        read("status: {conditions: [{type: Progressing}, {type: Ready, reason: Asleep}]}")
            .getStatus();

    assertThat(status.condition(ConditionType.READY))
        .hasValueSatisfying(
            ready -> assertThat(Reason.of(ready.getReason())).contains(Reason.ASLEEP));
    assertThat(status.condition(ConditionType.LOG_DIRECTORY)).isEqualTo(Optional.empty());
    assertThat(Reason.of("SomethingLater")).isEmpty();
  }

  private SparkHistoryServer read(String yaml) {
    return serialization.unmarshal(yaml, SparkHistoryServer.class);
  }
}
