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

/** An image lacks what the provisioner starts in it, and the status says so. */
class UnfitImageIT {
  @TempDir Path folder;

  @Test
  void anImageWithoutJaninoIsToldWhatItLacks() {
    Status status = status(Rendered.of(spec(), SparkHome.withoutJanino()));

    assertThat(status.logDirectory()).isEqualTo(Reason.LOG_DIRECTORY_FAILED);
    assertThat(status.message()).contains("no Janino");
  }

  @Test
  void anImageThatIsSaidToHaveTheLauncherAndHasNoneIsToldSo() {
    Status status = status(Rendered.of(spec(), SparkHome.withoutConnectors(), true));

    assertThat(status.reason()).isEqualTo(Reason.LAUNCHER_MISSING);
    assertThat(status.message()).contains("Set launcher to None");
  }

  private Status status(Rendered rendered) {
    try (PlayedPod pod = new PlayedPod(rendered, Map.of(), Map.of(), folder.resolve("pod"))) {
      pod.runInTrouble();
      return Status.of(rendered.spec(), pod.pod());
    }
  }

  private String spec() {
    return "logDirectory: 'file://%s'\n".formatted(folder.resolve("logs"));
  }
}
