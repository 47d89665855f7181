package io.sparkhistory.gateway.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.backend.WatchedWakes;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.routing.LocationRewrite;
import io.sparkhistory.program.admin.Metrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {
  private final GatewayMetrics metrics = new GatewayMetrics("1.2.3");

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void aRequestIsCountedByOutcomeMethodAndStatus() {
    metrics.began();
    metrics.began();
    metrics.completed(Finished.get("/a").method("POST").outcome(Outcome.FORWARDED, 404));

    assertThat(lines())
        .contains(
            "sparkhistory_requests_total{method=\"write\",outcome=\"forwarded\",status=\"4xx\"}"
                + " 1.0",
            "sparkhistory_requests_in_flight 1.0",
            "sparkhistory_access_decisions_total{decision=\"allowed\"} 1.0",
            "sparkhistory_body_bytes_total{direction=\"out\"} 5.0E9",
            "sparkhistory_request_duration_seconds_count{answered_by=\"history-server\"} 1",
            "sparkhistory_request_duration_seconds_bucket{answered_by=\"history-server\",le=\"0.001\"}"
                + " 0",
            "sparkhistory_request_duration_seconds_bucket{answered_by=\"history-server\",le=\"0.002\"}"
                + " 1",
            "sparkhistory_upstream_duration_seconds_count 1");
  }

  @Test
  void everyOutcomeIsThereBeforeTheFirstRequest() {
    List<String> lines = lines();

    for (Outcome outcome : Outcome.values()) {
      assertThat(lines)
          .anyMatch(l -> l.contains("outcome=\"" + outcome.label() + "\"") && l.endsWith(" 0.0"));
    }
  }

  @Test
  void refusalsAndSilenceAreDecisionsToo() {
    metrics.completed(Finished.get("/").outcome(Outcome.FORBIDDEN, 403));
    metrics.completed(Finished.get("/").outcome(Outcome.ACCESS_UNAVAILABLE, 503));
    metrics.completed(Finished.get("/").outcome(Outcome.CLIENT_GONE, 0));

    assertThat(lines())
        .contains(
            "sparkhistory_access_decisions_total{decision=\"denied\"} 1.0",
            "sparkhistory_access_decisions_total{decision=\"unavailable\"} 1.0",
            "sparkhistory_requests_total{method=\"read\",outcome=\"client_gone\",status=\"none\"}"
                + " 1.0");
  }

  @Test
  void wakesAreCountedByResultStepAndReasonAndThoseThatSucceedAreTimed() {
    WakeMeters wakes = new WakeMeters(metrics.registry(), List.of("ImagePullFailed", "CrashLoop"));
    wakes.ended(WatchedWakes.Result.READY, Step.READING_LOGS, "", Duration.ofSeconds(12));
    wakes.ended(
        WatchedWakes.Result.FAILED, Step.PULLING_IMAGE, "ImagePullFailed", Duration.ofSeconds(1));
    wakes.ended(
        WatchedWakes.Result.FAILED, Step.QUEUED, "written by a tenant", Duration.ofSeconds(1));

    assertThat(lines())
        .contains(
            "sparkhistory_wakes_total{reason=\"none\",result=\"ready\",step=\"reading_logs\"} 1.0",
            "sparkhistory_wakes_total{reason=\"ImagePullFailed\",result=\"failed\",step=\"pulling_image\"}"
                + " 1.0",
            "sparkhistory_wakes_total{reason=\"other\",result=\"failed\",step=\"queued\"} 1.0",
            "sparkhistory_wakes_total{reason=\"CrashLoop\",result=\"failed\",step=\"queued\"} 0.0",
            "sparkhistory_wakes_total{reason=\"none\",result=\"gone\",step=\"queued\"} 0.0",
            "sparkhistory_wake_duration_seconds_bucket{le=\"10.0\"} 0",
            "sparkhistory_wake_duration_seconds_bucket{le=\"15.0\"} 1",
            "sparkhistory_wake_duration_seconds_count 1");
  }

  @Test
  void heldClientsAreCounted() {
    metrics.held(1);
    metrics.held(1);
    metrics.held(-1);

    assertThat(lines()).contains("sparkhistory_requests_held 1.0");
  }

  @Test
  void connectionsRetriesAndLocationsAreCounted() {
    metrics.clientConnections(1);
    metrics.clientConnections(1);
    metrics.clientConnections(-1);
    metrics.upstreamConnections(1);
    metrics.idleUpstreamConnections(1);
    metrics.upstreamRetried();
    metrics.locationSeen(LocationRewrite.Kind.REWRITTEN);

    assertThat(lines())
        .contains(
            "sparkhistory_client_connections 1.0",
            "sparkhistory_upstream_connections 1.0",
            "sparkhistory_upstream_connections_idle 1.0",
            "sparkhistory_upstream_retries_total 1.0",
            "sparkhistory_locations_total{kind=\"rewritten\"} 1.0");
  }

  @Test
  void fieldsThatAreLeftOutAreCounted() {
    assertThat(lines())
        .contains(
            "sparkhistory_request_fields_dropped_total 0.0",
            "sparkhistory_site_wide_fields_dropped_total 0.0");

    metrics.requestFields(3);
    metrics.requestFields(2);
    metrics.siteWideFields(1);

    assertThat(lines())
        .contains(
            "sparkhistory_request_fields_dropped_total 5.0",
            "sparkhistory_site_wide_fields_dropped_total 1.0");
  }

  @Test
  void aBrokenConfigurationIsSeenUntilItIsMended() {
    metrics.configurationRefused();
    assertThat(lines())
        .contains(
            "sparkhistory_config_valid 0.0",
            "sparkhistory_config_reloads_total{result=\"refused\"} 1.0");
    metrics.configurationApplied();
    assertThat(lines())
        .contains(
            "sparkhistory_config_valid 1.0",
            "sparkhistory_config_reloads_total{result=\"applied\"} 1.0");
  }

  @Test
  void theVersionAndTheJvmAreThere() {
    assertThat(lines())
        .contains("sparkhistory_build_info{version=\"1.2.3\"} 1")
        .anyMatch(l -> l.startsWith("jvm_memory_used_bytes{"))
        .anyMatch(l -> l.startsWith("process_uptime_seconds "));
  }

  @Test
  void noLabelHoldsWhatAClientSent() {
    metrics.completed(Finished.get("/secret-path").user("secret-user").method("SECRET"));

    assertThat(lines()).noneMatch(l -> l.toLowerCase(Locale.ROOT).contains("secret"));
  }

  @Test
  void countingMakesNoGarbage() {
    Finished finished = Finished.get("/a");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 20_000; i++) {
      metrics.began();
      metrics.requestFields(9);
      metrics.completed(finished);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      metrics.began();
      metrics.requestFields(9);
      metrics.completed(finished);
    }

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
  }

  private List<String> lines() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      metrics.scrape(out, Metrics.PROMETHEUS_TEXT);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toString(UTF_8).lines().toList();
  }
}
