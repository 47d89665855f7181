package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.fixture.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The packaged gateway as a process of its own, with what it prints in two files. Looks for leaked
 * buffers, and one that is found fails the test.
 */
public final class Packaged implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final Process process;
  public final InetSocketAddress address;
  final InetSocketAddress admin;
  private final Path out;
  private final Path err;

  /** How the process is started: what is said to the JVM, and to the gateway. */
  public record Options(List<String> jvm, List<String> gateway) {
    public static Options of(String... gateway) {
      return new Options(List.of("-Xmx64m"), List.of(gateway));
    }

    public Options withJvm(String... more) {
      List<String> all = new ArrayList<>(jvm);
      all.addAll(List.of(more));
      return new Options(all, gateway);
    }
  }

  /** Starts it at free ports, and returns when it is ready. */
  public static Packaged start(Path folder, Options options) throws IOException {
    return start(folder, local(FreePort.next()), local(FreePort.next()), options);
  }

  static Packaged start(
      Path folder, InetSocketAddress address, InetSocketAddress admin, Options options)
      throws IOException {
    Packaged gateway = new Packaged(folder, address, admin, options);
    try {
      Eventually.that(gateway::isUp);
    } catch (AssertionError e) {
      gateway.process.destroyForcibly();
      throw e;
    }
    return gateway;
  }

  /** Starts it, and returns at once. */
  static Packaged begin(Path folder, Options options) throws IOException {
    return new Packaged(folder, local(FreePort.next()), local(FreePort.next()), options);
  }

  /** Starts it, and returns when it listens, ready or not. */
  static Packaged launch(Path folder, Options options) throws IOException {
    Packaged gateway = begin(folder, options);
    Eventually.that(
        () -> {
          try {
            gateway.client().close();
          } catch (IOException e) {
            throw new AssertionError("not up: " + gateway.out() + gateway.err(), e);
          }
        });
    return gateway;
  }

  private Packaged(Path folder, InetSocketAddress address, InetSocketAddress admin, Options options)
      throws IOException {
    this.address = address;
    this.admin = admin;
    out = Files.createTempFile(folder, "gateway", ".out");
    err = Files.createTempFile(folder, "gateway", ".err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dio.netty.leakDetection.level=paranoid");
    command.addAll(options.jvm());
    command.addAll(List.of("-jar", Path.of("target", "gateway.jar").toString(), "gateway"));
    command.addAll(List.of("--listen", "127.0.0.1:" + address.getPort()));
    command.addAll(List.of("--admin", "127.0.0.1:" + admin.getPort()));
    command.addAll(options.gateway());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARKHISTORY_"));
    process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  /** A file of tenants, each with an address and users, in YAML's flow style. */
  static Path tenants(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("tenants.yaml"), "tenants: {" + text + "}\n");
  }

  private void isUp() {
    if (!isReady()) {
      throw new AssertionError("not up: " + out() + err());
    }
  }

  /** Whether {@code /readyz} says so; a process that is not there is not ready. */
  boolean isReady() {
    try {
      return admin("/readyz").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  public HttpResponse<String> admin(String path) {
    URI uri = URI.create("http://127.0.0.1:" + admin.getPort() + path);
    try {
      return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  RawClient client() throws IOException {
    return new RawClient(address);
  }

  /** What it has printed on standard output so far. */
  public String out() {
    return text(out);
  }

  /** What it has printed on standard error so far. */
  public String err() {
    return text(err);
  }

  /** Tells it to end (SIGTERM), waits for it and answers its exit code. */
  int terminate() {
    process.destroy();
    try {
      if (process.waitFor(180, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    throw new AssertionError("it does not end: " + err());
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      terminate();
    }
    if (err().contains("LEAK")) {
      throw new AssertionError(err());
    }
  }

  static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
