package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationPathTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/history/application_1767225600000_0001/jobs/, application_1767225600000_0001",
        "/history/app-1, app-1",
        "/history/app-1/, app-1",
        "/history/app-1/2/stages/, app-1",
        "/history/app%2D1/, app-1",
        "/history/app-1;jsessionid=x/jobs/, app-1",
        "/api/v1/applications/app-1/jobs, app-1",
        "/api/v1/applications/app-1/2/executors, app-1",
        "/api/v1/applications/app-1/environment/, app-1",
        // answered from the listing
        "/api/v1/applications/app-1, -",
        "/api/v1/applications/app-1/, -",
        "/api/v1/applications/app-1/2, -",
        "/api/v1/applications/app-1/logs, -",
        "/api/v1/applications/app-1/2/logs, -",
        "/api/v1/applications, -",
        "/api/v1/applications/, -",
        "/api/v1/version, -",
        "/, -",
        "/history/, -",
        "/history, -",
        "/historypage/app-1/, -",
        "/static/history/app-1/, -",
        // no name that a page could show and a path could hold as it is
        "/history/a%20b/, -",
        "/history/a%3cb/, -",
        "/history/a%zz/, -"
      })
  void theApplicationWhoseLogIsReadIsTheOneInTheTable(String path, String application) {
    byte[] b = ("GET /p/ns" + path + "?a=/history/x/").getBytes(ISO_8859_1);
    int from = "GET /p/ns".length();
    assertThat(ApplicationPath.application(b, from, from + path.length()))
        .isEqualTo(application == null ? "" : application);
  }

  @Test
  void aNameHasALongestLength() {
    assertThat(of("/history/" + "a".repeat(256) + "/")).hasSize(256);
    assertThat(of("/history/" + "a".repeat(257) + "/")).isEmpty();
  }

  private static String of(String path) {
    byte[] b = path.getBytes(ISO_8859_1);
    return ApplicationPath.application(b, 0, b.length);
  }
}
