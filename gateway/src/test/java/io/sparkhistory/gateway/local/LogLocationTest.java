package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLocationTest {
  @ParameterizedTest
  @CsvSource({
    "s3a://bucket, s3a, s3a://bucket",
    "s3a://bucket/pipelines/, s3a, s3a://bucket/pipelines",
    "S3A://bucket/a, s3a, s3a://bucket/a",
    "gs://bucket/a/b, gs, gs://bucket/a/b",
    "abfss://logs@account.dfs.core.windows.net/a, abfss, abfss://logs@account.dfs.core.windows.net/a",
    "hdfs://namenode:8020/a, hdfs, hdfs://namenode:8020/a"
  })
  void aUrlIsWhatHadoopReads(String text, String scheme, String url) {
    assertThat(LogLocation.parse(text).scheme()).contains(scheme);
    assertThat(LogLocation.parse(text)).hasToString(url);
  }

  @Test
  void everythingElseIsAFolder() {
    assertThat(LogLocation.parse("/logs/x:y").folder()).isEqualTo(Path.of("/logs/x:y"));
    assertThat(LogLocation.parse("logs").isRemote()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3://bucket/a | write s3a://bucket/a",
        "ftp://host/a | is not read",
        "s3a://key:secret@bucket/a | credentials do not belong into a URL",
        "s3a://bucket/../other | expected a URL such as",
        "s3a://bucket/a?x=1 | expected a URL such as",
        "s3a:// | expected a URL such as"
      })
  void aUrlThatIsNotReadIsRefusedWithASentence(String text, String says) {
    assertThatThrownBy(() -> LogLocation.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(says)
        .message()
        .doesNotContain("secret");
  }
}
