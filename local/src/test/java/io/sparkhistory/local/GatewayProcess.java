package io.sparkhistory.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The packaged gateway in local mode, a process of its own, and a client that follows nothing. */
final class GatewayProcess implements AutoCloseable {
  static final String PREFIX = "/sparkhistory/";
  private static final Duration START = Duration.ofMinutes(1);

  /** A sleeping history server is waited for, which is {@code --wake-hold}. */
  private static final Duration ANSWER = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private final Process process;
  private final URI address;
  private final Thread end;

  private GatewayProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
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
    String listen = "127.0.0.1:" + freePort();
    Files.createDirectories(work);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-jar",
            jar.toString(),
            "local",
            "--listen=" + listen,
            "--admin=127.0.0.1:" + freePort(),
            "--logs=" + logs,
            "--spark-home=" + sparkHome,
            "--history-server-memory=512m",
            "--work=" + work);
    Path log = work.resolve("gateway.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    GatewayProcess gateway = new GatewayProcess(process, URI.create("http://" + listen));
    try {
      gateway.listening(log);
    } catch (AssertionError e) {
      gateway.close();
      throw e;
    }
    return gateway;
  }

  private void listening(Path log) throws IOException {
    long end = System.nanoTime() + START.toNanos();
    while (!isListening()) {
      assertThat(process.isAlive() && System.nanoTime() < end).as(Files.readString(log)).isTrue();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private boolean isListening() {
    try {
      return get(PREFIX).statusCode() == 200;
    } catch (CompletionException e) {
      return false;
    }
  }

  URI address() {
    return address;
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
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(end);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
