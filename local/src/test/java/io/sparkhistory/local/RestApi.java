package io.sparkhistory.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

/**
 * Spark's REST API (org.apache.spark.status.api.v1) of one namespace, asked through the gateway.
 */
final class RestApi {
  private final GatewayProcess gateway;
  private final String prefix;

  /**
   * One run of an application.
   *
   * @param attempt empty: the application has no attempts
   */
  record Run(String id, String attempt) {
    /** {@code APP} or {@code APP/1}. */
    String path() {
      return attempt.isEmpty() ? id : id + "/" + attempt;
    }
  }

  RestApi(GatewayProcess gateway, String namespace) {
    this.gateway = gateway;
    prefix = GatewayProcess.PREFIX + namespace + "/api/v1/";
  }

  /** Every run that the listing has. */
  List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (String id : ids()) {
      List<String> attempts = values(get("applications/" + id), "attemptId");
      if (attempts.isEmpty()) {
        runs.add(new Run(id, ""));
      }
      attempts.forEach(attempt -> runs.add(new Run(id, attempt)));
    }
    return runs;
  }

  List<String> ids() {
    return values(get("applications"), "id");
  }

  /** The numbers of the queries. */
  List<String> queries(Run run) {
    return values(get("applications/" + run.path() + "/sql?length=1000&details=false"), "id");
  }

  /** Asks for everything that there is of a run, and answers how many requests that were. */
  int readAll(Run run) {
    String application = "applications/" + run.path() + "/";
    List<String> paths =
        new ArrayList<>(List.of("executors", "allexecutors", "storage/rdd", "environment"));
    values(get(application + "jobs"), "jobId").forEach(id -> paths.add("jobs/" + id));
    values(get(application + "storage/rdd"), "id").forEach(id -> paths.add("storage/rdd/" + id));
    queries(run).forEach(id -> paths.add("sql/" + id));
    for (String stage : values(get(application + "stages"), "stageId")) {
      paths.add("stages/" + stage);
      paths.add("stages/" + stage + "/0");
      paths.add("stages/" + stage + "/0/taskList");
    }
    // Spark answers 404 for a stage without tasks that succeeded
    values(get(application + "stages?status=complete"), "stageId")
        .forEach(stage -> paths.add("stages/" + stage + "/0/taskSummary"));
    paths.forEach(path -> get(application + path));
    return paths.size();
  }

  /** Reads the zip of the event log to its end and answers the names in it. */
  List<String> logs(Run run) {
    HttpResponse<InputStream> response =
        gateway.stream(prefix + "applications/" + run.path() + "/logs");
    assertThat(response.statusCode()).as("%s", run).isEqualTo(200);
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(response.body())) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
        zip.transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  /** The status of an answer that may be a refusal. */
  int status(String path) {
    return gateway.get(prefix + path).statusCode();
  }

  private String get(String path) {
    HttpResponse<String> response = gateway.get(prefix + path);
    assertThat(response.statusCode()).as("%s%s: %s", prefix, path, response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    return response.body();
  }

  /** The values of a member of a JSON text, wherever it is. */
  private static List<String> values(String json, String member) {
    Pattern found = Pattern.compile("\"" + member + "\" : \"?([^\",\\s]+)");
    Stream<String> all = found.matcher(json).results().map(match -> match.group(1));
    return all.distinct().toList();
  }
}
