package io.sparkhistory.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.s3.fixture.PlayedPod;
import io.sparkhistory.s3.fixture.Rendered;
import io.sparkhistory.s3.fixture.SparkHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Links to where a cluster keeps its logs, of an event log with what executors on Kubernetes write:
 * no links of their own, and attributes when the job gives them an environment for that.
 */
class ExecutorLogLinkIT {
  private static final String ID = "spark-5f0c1d2e3b4a49688776655443322110";

  @TempDir static Path folder;
  private static PlayedPod pod;

  @BeforeAll
  static void startTheHistoryServer() throws IOException {
    Path logs = Files.createDirectories(folder.resolve("history"));
    Files.writeString(logs.resolve(ID), eventLog(), UTF_8);
    String spec =
        """
        logDirectory: file://%s
        sparkConf:
          spark.history.custom.executor.log.url:
            https://logs.example.org/{namespace}?app={{APP_ID}}&executor={{EXECUTOR_ID}}
        """
            .formatted(logs);
    Rendered rendered = Rendered.of(spec, SparkHome.withoutConnectors());
    pod = new PlayedPod(rendered, Map.of(), Map.of(), folder.resolve("pod"));
    pod.startServer();
  }

  @AfterAll
  static void stop() {
    if (pod != null) {
      pod.close();
    }
  }

  @Test
  void anExecutorWithAttributesIsLinkedToItsLogsOfItsNamespace() {
    assertThat(links("1"))
        .endsWith(" : \"https://logs.example.org/team-a?app=" + ID + "&executor=1\"");
  }

  @Test
  void anExecutorAndADriverWithoutAttributesHaveNoLink() {
    assertThat(links("2")).isEmpty();
    assertThat(links("driver")).isEmpty();
  }

  /** The member {@code executorLogs} of an executor, without its braces. */
  private static String links(String executor) {
    String response = pod.get("/api/v1/applications/" + ID + "/allexecutors").body();
    Matcher found =
        Pattern.compile(
                "\"id\" : \"" + executor + "\".*?\"executorLogs\" : \\{(.*?)}", Pattern.DOTALL)
            .matcher(response);
    assertThat(found.find()).as(response).isTrue();
    return found.group(1).strip();
  }

  /** As Spark 3.5 writes it; the driver of a cluster is seen by its block manager alone. */
  private static String eventLog() {
    return """
        {"Event":"SparkListenerLogStart","Spark Version":"3.5.9"}
        {"Event":"SparkListenerResourceProfileAdded","Resource Profile Id":0,"Executor Resource Requests":{},"Task Resource Requests":{"cpus":{"Resource Name":"cpus","Amount":1.0}}}
        {"Event":"SparkListenerBlockManagerAdded","Block Manager ID":{"Executor ID":"driver","Host":"nightly-driver-svc.team-a.svc","Port":7079},"Maximum Memory":1099746508,"Timestamp":1770096610056,"Maximum Onheap Memory":1099746508,"Maximum Offheap Memory":0}
        {"Event":"SparkListenerApplicationStart","App Name":"nightly","App ID":"%1$s","Timestamp":1770096604120,"User":"alice"}
        {"Event":"SparkListenerExecutorAdded","Timestamp":1770096612001,"Executor ID":"1","Executor Info":{"Host":"10.0.0.7","Total Cores":2,"Log Urls":{},"Attributes":{"APP_ID":"%1$s","EXECUTOR_ID":"1"},"Resources":{},"Resource Profile Id":0}}
        {"Event":"SparkListenerExecutorAdded","Timestamp":1770096612002,"Executor ID":"2","Executor Info":{"Host":"10.0.0.8","Total Cores":2,"Log Urls":{},"Attributes":{},"Resources":{},"Resource Profile Id":0}}
        {"Event":"SparkListenerApplicationEnd","Timestamp":1770096628558}
        """
        .formatted(ID);
  }
}
