package io.sparkhistory.provisioner.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkhistory.api.SparkHistoryServerSpec;
import io.sparkhistory.api.SparkHistoryServerSpec.Cleaner;
import io.sparkhistory.api.SparkHistoryServerSpec.PullPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultsTest {
  @Test
  void theBuiltInDefaultsAreTheDocumentedOnes() {
    SparkHistoryServerSpec spec = Defaults.builtIn().under(SparkHistoryServerSpec.EMPTY);

    assertThat(spec.logDirectory()).isEqualTo("s3a://{bucket}/pipelines/{namespace}/history");
    assertThat(spec.serviceAccountName()).isEqualTo("default-editor");
    assertThat(spec.imagePullPolicy()).isEqualTo(PullPolicy.IF_NOT_PRESENT);
    assertThat(spec.resources())
        .extracting("requests", "limits")
        .asString()
        .contains("cpu=100m", "memory=512Mi", "cpu=1", "memory=1Gi");
    assertThat(spec.cleaner()).isEqualTo(new Cleaner(true, "30d", "1d"));
    assertThat(spec.idleTimeout()).isEqualTo("30m");
    assertThat(spec.suspend()).isFalse();
    assertThat(spec.image()).isNull();
  }

  @Test
  void theFileWinsOverWhatIsBuiltInAndTheResourceOverTheFile() {
    Defaults defaults =
        Defaults.parse(
            """
            spec:
              idleTimeout: 1h
              cleaner: {maxAge: 7d}
              sparkConf: {spark.a: file, spark.b: file}
            """);
    SparkHistoryServerSpec own =
        Json.SERIALIZATION.unmarshal(
            "sparkConf: {spark.b: own}\ncleaner: {enabled: false}", SparkHistoryServerSpec.class);

    SparkHistoryServerSpec merged = defaults.under(own);

    assertThat(merged.idleTimeout()).isEqualTo("1h");
    assertThat(merged.cleaner()).isEqualTo(new Cleaner(false, "7d", "1d"));
    assertThat(merged.sparkConf()).isEqualTo(Map.of("spark.a", "file", "spark.b", "own"));
  }

  @Test
  void everyUnknownKeyIsNamedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Defaults.parse(
                    """
                    spec: {idleTimeuot: 1h, s3: {buckt: x}}
                    limits: {memroy: 1Gi}
                    other: 1
                    """))
        .withMessage("unknown key spec.idleTimeuot, spec.s3.buckt, limits.memroy, other");
  }

  @Test
  void anUnknownKeyInAListIsNamedWithItsPlace() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Defaults.parse(
                    "spec: {logDirectories: [{name: a, url: 's3a://a/x'}, {name: b, ulr: x}]}"))
        .withMessage("unknown key spec.logDirectories[1].ulr");
  }

  @Test
  void aFolderAndSeveralFoldersTogetherAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Defaults.parse(
                    "spec: {logDirectory: 's3a://a/x', logDirectories: [{name: b, url: 's3a://b'}]}"))
        .withMessage(
            "spec.logDirectory and spec.logDirectories both say where the logs are: remove one");
  }

  @Test
  void whatIsNotYamlOrNotThisShapeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Defaults.parse("spec: [1"));
    assertThatIllegalArgumentException().isThrownBy(() -> Defaults.parse("- a"));
    assertThatIllegalArgumentException().isThrownBy(() -> Defaults.parse("spec: {suspend: maybe}"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Defaults.parse("spec: {imagePullPolicy: Sometimes}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spec: {sparkConf: fs.s3a.secret.key=m4rk} | spec.sparkConf cannot have this value",
        "spec: {suspend: m4rk} | spec.suspend cannot have this value",
        "spec: {podTemplate: {env: [m4rk]}} | spec.podTemplate.env.[0] cannot have this value"
      })
  void ofAValueInTheWrongPlaceThePlaceIsTold(String yaml, String told) {
    assertThatIllegalArgumentException().isThrownBy(() -> Defaults.parse(yaml)).withMessage(told);
  }

  @Test
  void anEmptyFileSaysNothing() {
    assertThat(Defaults.parse("\n").under(SparkHistoryServerSpec.EMPTY))
        .isEqualTo(Defaults.builtIn().under(SparkHistoryServerSpec.EMPTY));
  }
}
