package io.sparkhistory.provisioner.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.api.SparkHistoryServerSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fs.s3a.secret.key=s3cr3t is wrong | fs.s3a.secret.key=(hidden) is wrong",
        "AWS_SECRET_ACCESS_KEY = s3cr3t | AWS_SECRET_ACCESS_KEY = (hidden)",
        "{\"password\": \"s3cr3t\", \"a\": 1} | {\"password\": \"(hidden)\", \"a\": 1}",
        "X-Amz-Signature=s3cr3t&X-Amz-Date=1 | X-Amz-Signature=(hidden)&X-Amz-Date=1",
        "s3a://AKIA:s3cr3t@bucket/a is gone | s3a://(hidden)@bucket/a is gone",
        "Get https://u:s3cr3t@registry/v2/: 401 | Get https://(hidden)@registry/v2/: 401",
        "[Authorization: Basic s3cr3t], x | [Authorization: (hidden)], x",
        "Bearer s3cr3ts3cr3t expired | Bearer (hidden) expired",
        "token eyJhbGciOi.eyJpc3Mi.c2ln is | token (hidden) is",
        "AccountKey=s3cr3t;b | AccountKey=(hidden);b"
      })
  void whatLooksLikeASecretIsHidden(String said, String repeated) {
    assertThat(Secrets.UNKNOWN.hide(said)).isEqualTo(repeated);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "couldn't find key AWS_SECRET_ACCESS_KEY in Secret team-a/s3",
        "secrets \"s3\" is forbidden: User \"system:serviceaccount:a:b\" cannot get resource",
        "Unable to load credentials: no provider in the chain",
        "The bucket of abfs://logs@account.dfs.core.windows.net/a does not exist.",
        "the token has expired",
        "pull access denied for registry.example.org:5000/spark@sha256:abc"
      })
  void whatTellsTheCauseStays(String said) {
    assertThat(Secrets.UNKNOWN.hide(said)).isEqualTo(said);
  }

  @Test
  void valuesThatTheResourceGivesToSecretNamesAreHiddenWhereverTheyAre() {
    Secrets secrets =
        Secrets.of(
            Json.SERIALIZATION.unmarshal(
                """
                sparkConf: {spark.hadoop.fs.s3a.secret.key: q9x8, spark.ui.title: shown, spark.a.token: abc}
                podTemplate: {env: [{name: DB_PASSWORD, value: q9x8-and-more}, {name: MODE, value: fast}]}
                """,
                SparkHistoryServerSpec.class));

    assertThat(secrets.hide("env[0]: Invalid value: \"q9x8-and-more\", q9x8; shown fast abc"))
        .isEqualTo("env[0]: Invalid value: \"(hidden)\", (hidden); shown fast abc");
  }
}
