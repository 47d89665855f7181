package io.sparkhistory.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.fixture.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The packaged gateway in local mode, a process of its own, and a client that follows nothing. */
final class GatewayProcess implements AutoCloseable {
  static final String PREFIX = "/sparkhistory/";
  private static final Duration START = Duration.ofMinutes(5);

  /** A sleeping history server is waited for, which is {@code --wake-hold}. */
  private static final Duration ANSWER = Duration.ofMinutes(6);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private final Process process;
  private final URI address;
  private final URI admin;
  private final Path log;
  private final Thread end;

  private GatewayProcess(Process process, URI address, URI admin, Path log) {
    this.process = process;
    this.address = address;
    this.admin = admin;
    this.log = log;
    // when this JVM is told to end, too; the history servers end with the gateway
    end = new Thread(process::destroyForcibly, "gateway-end");
    Runtime.getRuntime().addShutdownHook(end);
  }

  /**
   * Returns when it listens.
   *
   * @param jar the gateway's jar
   * @param sparkHome folder that has Spark below {@code ./jars}
   * @param work folder for everything that is written
   */
  static GatewayProcess start(Path jar, Path sparkHome, Path logs, Path work) throws IOException {
    return start(jar, sparkHome, logs, work, Map.of());
  }

  /**
   * The same with more in its environment.
   *
   * @param jvm flags of the gateway's JVM
   */
  static GatewayProcess start(
      Path jar, Path sparkHome, Path logs, Path work, Map<String, String> more, String... jvm)
      throws IOException {
    List<String> arguments =
        List.of(
            "local",
            "--logs=" + logs,
            "--spark-home=" + sparkHome,
            "--history-server-memory=512m",
            "--work=" + work);
    return start(jar, work, arguments, more, jvm);
  }

  /**
   * A gateway with the tenants of a file.
   *
   * @param options more of them
   */
  static GatewayProcess ofTenants(Path jar, Path file, Path work, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("gateway", "--tenants=" + file));
    arguments.addAll(List.of(options));
    return start(jar, work, arguments, Map.of());
  }

  private static GatewayProcess start(
      Path jar, Path work, List<String> arguments, Map<String, String> more, String... jvm)
      throws IOException {
    String listen = "127.0.0.1:" + FreePort.next();
    String admin = "127.0.0.1:" + FreePort.next();
    Files.createDirectories(work);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(jvm));
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(arguments);
    command.addAll(List.of("--listen=" + listen, "--admin=" + admin, "--wake-hold=5m"));
    Path log = work.resolve("gateway.log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(more);
    GatewayProcess gateway =
        new GatewayProcess(
            builder.redirectOutput(log.toFile()).start(),
            URI.create("http://" + listen),
            URI.create("http://" + admin),
            log);
    try {
      gateway.listening();
    } catch (AssertionError e) {
      gateway.close();
      throw e;
    }
    return gateway;
  }

  private void listening() throws IOException {
    Eventually.that(
        START,
        () -> {
          if (!process.isAlive()) {
            throw new IOException(Files.readString(log));
          }
          assertThat(isListening()).as(Files.readString(log)).isTrue();
        });
  }

  private boolean isListening() {
    try {
      return get(PREFIX, "kubeflow-userid", "nobody@example.com").statusCode() == 200;
    } catch (CompletionException e) {
      return false;
    }
  }

  URI address() {
    return address;
  }

  Process process() {
    return process;
  }

  /** What it has printed so far. */
  String printed() throws IOException {
    return Files.readString(log);
  }

  /** What the address of probes and meters answers. */
  String admin(String path) {
    HttpRequest request = HttpRequest.newBuilder(admin.resolve(path)).timeout(ANSWER).build();
    return http.sendAsync(request, BodyHandlers.ofString()).join().body();
  }

  /** The answer to a path and query with these fields, each a name and a value. */
  HttpResponse<String> get(String target, String... fields) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + target))
            .timeout(ANSWER)
            .headers(fields)
            .build();
    return http.sendAsync(request, BodyHandlers.ofString()).join();
  }

  /** The answer to a path and query, text as UTF-8. */
  HttpResponse<String> get(String target) {
    return ask(target, BodyHandlers.ofString()).join();
  }

  /** The answer to a path and query, as it comes. */
  HttpResponse<InputStream> stream(String target) {
    return ask(target, BodyHandlers.ofInputStream()).join();
  }

  /** Wakes the history server of a namespace. */
  CompletableFuture<HttpResponse<String>> wake(String namespace) {
    return ask(PREFIX + namespace + "/api/v1/version", BodyHandlers.ofString());
  }

  private <T> CompletableFuture<HttpResponse<T>> ask(
      String target, HttpResponse.BodyHandler<T> body) {
    return http.sendAsync(
        HttpRequest.newBuilder(URI.create(address + target)).timeout(ANSWER).build(), body);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(180, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(end);
  }
}
