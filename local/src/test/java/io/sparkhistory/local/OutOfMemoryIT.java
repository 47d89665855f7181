package io.sparkhistory.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event log that does not fit into the memory of a real history server. */
@Tag("slow")
class OutOfMemoryIT {
  private static final String TENANT = GatewayProcess.PREFIX + "big/";
  private static final String OPEN = TENANT + "history/app-big/jobs/";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** More than the heap of 512 MiB when it is read as one line of text. */
  private static final int PROPERTY = 300 << 20;

  @TempDir Path folder;

  @Test
  void theApplicationIsRefusedWithTheReasonAndTheOthersAreReadable() throws Exception {
    Path history = Files.createDirectories(folder.resolve("logs/big/history"));
    write(history.resolve("app-big"), "app-big", PROPERTY);
    write(history.resolve("app-small"), "app-small", 10);
    Path spark = Path.of(System.getProperty("spark.current")).resolve("..").normalize();
    Path jar = Path.of(System.getProperty("gateway.jar"));
    try (GatewayProcess gateway =
        GatewayProcess.start(jar, spark, folder.resolve("logs"), folder.resolve("work"))) {
      assertThat(gateway.wake("big").join().statusCode()).isEqualTo(200);
      HttpResponse<String> browser = page(gateway);
      assertThat(browser.statusCode()).isEqualTo(503);
      assertThat(browser.body())
          .contains("app-big</span> cannot be opened")
          .contains(
              "The event log of app-big has 30", " MiB on disk and does not fit into the memory")
          .contains("whose largest heap is 512 MiB.", "--history-server-memory");

      HttpResponse<String> client = gateway.get(TENANT + "api/v1/applications/app-big/jobs");
      assertThat(client.statusCode()).isEqualTo(503);
      assertThat(client.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(client.body())
          .contains("\"cause\":\"OutOfMemory\"", "\"application\":\"app-big\"");
      assertThat(gateway.get(GatewayProcess.PREFIX + "-/status/big/app-big").body())
          .contains("\"state\":\"failed\"", "\"cause\":\"OutOfMemory\"");

      assertThat(gateway.get(TENANT + "api/v1/applications/app-small/jobs").statusCode())
          .isEqualTo(200);
      assertThat(ends(gateway)).isEqualTo(1);
    }
  }

  /** Asks as a waiting page does, until the page is neither the waiting nor the slow one. */
  private static HttpResponse<String> page(GatewayProcess gateway) throws IOException {
    Deque<HttpResponse<String>> responses = new ArrayDeque<>();
    Eventually.that(
        PATIENCE,
        () -> {
          responses.add(gateway.get(OPEN, "Accept", "text/html"));
          assertThat(responses.getLast().body())
              .as(gateway.printed())
              .contains("<section id=\"failed\">");
        });
    return responses.getLast();
  }

  private static long ends(GatewayProcess gateway) throws IOException {
    String end = "The history server of big ended";
    return gateway.printed().lines().filter(line -> line.contains(end)).count();
  }

  /** A log whose listing is quick, because Spark's looks at its beginning and its end alone. */
  private static void write(Path file, String application, int property) throws IOException {
    byte[] some = "x".repeat(1 << 16).getBytes(US_ASCII);
    try (OutputStream out = Files.newOutputStream(file)) {
      line(out, "{'Event':'SparkListenerLogStart','Spark Version':'3.5.1'}");
      line(
          out,
          "{'Event':'SparkListenerEnvironmentUpdate','JVM Information':{},'Spark"
              + " Properties':{},'Hadoop Properties':{},'System Properties':{},'Metrics"
              + " Properties':{},'Classpath Entries':{}}");
      line(
          out,
          "{'Event':'SparkListenerApplicationStart','App Name':'big','App ID':'"
              + application
              + "','Timestamp':1700000000000,'User':'alice'}");
      part(
          out,
          "{'Event':'SparkListenerJobStart','Job ID':0,'Submission Time':1700000000005,'Stage"
              + " Infos':[],'Stage IDs':[],'Properties':{'spark.job.description':'");
      for (int left = property; left > 0; left -= some.length) {
        out.write(some, 0, Math.min(left, some.length));
      }
      line(out, "'}}");
      for (int i = 0; i < 20_000; i++) {
        line(
            out,
            "{'Event':'SparkListenerBlockManagerRemoved','Block Manager ID':{'Executor ID':'1',"
                + "'Host':'node-1.example.com','Port':40001},'Timestamp':1700000000100}");
      }
      line(out, "{'Event':'SparkListenerApplicationEnd','Timestamp':1700000003000}");
    }
  }

  private static void line(OutputStream out, String text) throws IOException {
    part(out, text + "\n");
  }

  private static void part(OutputStream out, String text) throws IOException {
    out.write(text.replace('\'', '"').getBytes(US_ASCII));
  }
}
