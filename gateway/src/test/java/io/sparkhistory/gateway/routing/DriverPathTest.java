package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class DriverPathTest {
  private static final Routes ROUTES = new Routes("/sparkhistory");

  @ParameterizedTest
  @CsvFileSource(resources = "/routing/driver-paths.csv", delimiter = '|')
  void aPathDoesAndLeadsWhatTheTableSays(String path, DriverUse use, String history) {
    byte[] b = ("/sparkhistory/ns-a/-/live/app-1" + path).getBytes(ISO_8859_1);
    Route.ToDriver to = (Route.ToDriver) ROUTES.find(b, 0, b.length);
    ByteRange rest = new ByteRange().set(b, to.rest(), b.length);

    assertThat(to.use()).isEqualTo(use);
    assertThat(ROUTES.inHistory(to.tenant(), to.application(), rest))
        .isEqualTo("/sparkhistory/ns-a" + history);
  }
}
