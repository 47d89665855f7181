package io.sparkhistory.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.program.admin.AdminServer;
import io.sparkhistory.program.admin.Readiness;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The gateway's meters as Prometheus gets them. */
class MetricsFormatIT {

  @Test
  void metricsComeInTheFormatThatWasAskedFor() throws Exception {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (GatewayMetrics metrics = new GatewayMetrics("1");
        AdminServer server =
            AdminServer.start(
                anyPort, new Readiness(), new Readiness(), metrics, Clock.systemUTC())) {
      HttpResponse<String> text = scrape(server, "*/*");
      HttpResponse<String> open = scrape(server, "application/openmetrics-text");

      assertThat(text.headers().firstValue("Content-Type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
      assertThat(text.body()).contains("sparkhistory_requests_total{");
      assertThat(open.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/openmetrics-text");
      assertThat(open.body()).endsWith("# EOF\n");
    }
  }

  private static HttpResponse<String> scrape(AdminServer server, String accept) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + "/metrics"))
            .timeout(Duration.ofMinutes(3))
            .header("Accept", accept)
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
