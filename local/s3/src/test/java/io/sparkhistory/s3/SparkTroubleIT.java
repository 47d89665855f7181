package io.sparkhistory.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.api.Reason;
import io.sparkhistory.s3.fixture.PlayedPod;
import io.sparkhistory.s3.fixture.Rendered;
import io.sparkhistory.s3.fixture.SparkHome;
import io.sparkhistory.s3.fixture.Status;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark itself does not start, and the log folder, which the launcher has made, is not blamed. */
class SparkTroubleIT {
  @TempDir Path folder;

  @Test
  void aSettingThatSparkRefusesIsNoTroubleWithTheLogFolder() {
    Status status = status("spark.history.ui.maxApplications: many");

    assertThat(status.reason()).isEqualTo(Reason.CRASH_LOOP);
    // Spark 3.5 says "should be int", Spark 4 "It should be a/an 'int' value"
    assertThat(status.message()).contains("spark.history.ui.maxApplications", "should be", "int");
    assertThat(status.logDirectory()).isEqualTo(Reason.LOG_DIRECTORY_READY);
    assertThat(folder.resolve("logs")).isDirectory();
  }

  @Test
  void aClassThatSparkDoesNotFindIsNoMissingConnector() {
    Status status = status("spark.history.provider: org.example.NoProvider");

    assertThat(status.reason()).isEqualTo(Reason.CRASH_LOOP);
    assertThat(status.message()).contains("ClassNotFoundException: org.example.NoProvider");
    assertThat(status.logDirectory()).isEqualTo(Reason.LOG_DIRECTORY_READY);
  }

  private Status status(String setting) {
    String spec = "logDirectory: 'file://%s'\n".formatted(folder.resolve("logs"));
    Rendered rendered =
        Rendered.of(spec + "sparkConf: {" + setting + "}\n", SparkHome.withLauncherAlone());
    try (PlayedPod pod = new PlayedPod(rendered, Map.of(), Map.of(), folder.resolve("pod"))) {
      pod.runServer();
      return Status.of(rendered.spec(), pod.pod());
    }
  }
}
