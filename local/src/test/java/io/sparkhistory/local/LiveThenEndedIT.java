package io.sparkhistory.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application in local mode, as the document shows it: it runs, ends, and is in the history. */
class LiveThenEndedIT {
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLinkOfARunningApplicationLeadsToItsHistoryWhenItHasEnded(boolean killed)
      throws IOException, InterruptedException {
    Path jars = Path.of(System.getProperty("spark.current"));
    Path logs = folder.resolve("logs");
    try (Driver driver = Driver.start(jars, logs.resolve("a"), "daily-revenue");
        GatewayProcess gateway =
            GatewayProcess.start(
                Path.of(System.getProperty("gateway.jar")),
                jars.resolve("..").normalize(),
                logs,
                folder.resolve("work"))) {
      String page =
          GatewayProcess.PREFIX
              + "a/-/live/"
              + driver.application()
              + "/stages/stage/?id=0&attempt=0";
      String history =
          GatewayProcess.PREFIX
              + "a/history/"
              + driver.application()
              + "/stages/stage/?id=0&attempt=0";
      Eventually.holds(
          SOON,
          () -> gateway.get(page, "Accept", "text/html").body().contains("Details for Stage 0"));
      assertThat(gateway.get(GatewayProcess.PREFIX + "a/-/live/").body())
          .contains("\"name\":\"daily-revenue\"");
      assertThat(location(gateway, GatewayProcess.PREFIX + "-/app/" + driver.application()))
          .isEqualTo(GatewayProcess.PREFIX + "a/-/live/" + driver.application() + "/");
      assertThat(gateway.printed()).doesNotContain("history server of a starts");

      if (killed) {
        driver.kill();
      } else {
        driver.finish();
      }
      Eventually.holds(
          SOON,
          () -> {
            HttpResponse<String> answer = gateway.get(page, "Accept", "text/html");
            return answer.headers().firstValue("Location").orElse("").equals(history);
          });
      assertThat(gateway.get(GatewayProcess.PREFIX + "a/-/live/").body())
          .contains("\"applications\":[]");
      Eventually.holds(SOON, () -> gateway.get(history).body().contains("Details for Stage 0"));
    }
  }

  private static String location(GatewayProcess gateway, String path) {
    return gateway.get(path).headers().firstValue("Location").orElse("");
  }
}
