package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.fixture.FreePort;
import io.sparkhistory.gateway.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The gateway as a process of its own, with less of something than it would like. */
final class ChildGateway implements AutoCloseable {
  private static final Pattern LOOP = Pattern.compile("\\d+ \\((gateway|admin)-[^)]*\\) (.) .*");

  final Process process;
  final InetSocketAddress address;

  private final InetSocketAddress admin;
  private final Path output;

  /**
   * @param before shell commands, such as {@code ulimit -n 100;}
   * @param jvm flags of the JVM
   * @param tenants namespaces and the ports of their history servers
   */
  ChildGateway(
      Path folder, String before, List<String> jvm, Map<String, Integer> tenants, String... options)
      throws IOException {
    address = free();
    admin = free();
    output = folder.resolve("output");
    StringBuilder file = new StringBuilder("tenants:\n");
    tenants.forEach(
        (name, port) ->
            file.append(
                "  "
                    + name
                    + ": {address: \"127.0.0.1:"
                    + port
                    + "\", users: [alice@example.com]}\n"));
    Path list = Files.writeString(folder.resolve("tenants.yaml"), file);
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(jvm);
    java.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    java.addAll(List.of("gateway", "--tenants", list.toString(), "--threads", "1"));
    java.addAll(List.of("--listen", text(address), "--admin", text(admin)));
    java.addAll(List.of(options));
    List<String> shell = new ArrayList<>(List.of("bash", "-c", before + " exec \"$@\"", "bash"));
    shell.addAll(java);
    process =
        new ProcessBuilder(shell).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    Eventually.that(this::assertListens);
  }

  RawClient client() throws IOException {
    return new RawClient(address);
  }

  /** A connection to the address of probes and meters. */
  RawClient adminClient() throws IOException {
    return new RawClient(admin);
  }

  /** What {@code /metrics} says of a meter, which must be there. */
  double metric(String nameAndLabels) throws IOException, InterruptedException {
    return ask("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(nameAndLabels + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(nameAndLabels.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + nameAndLabels));
  }

  HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + text(admin) + path))
            .timeout(Duration.ofMinutes(3))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  String output() throws IOException {
    return Files.readString(output, UTF_8);
  }

  /** How many files and sockets the process has open. */
  long descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether an event loop of clients or of probes runs, or would if there was a processor. */
  boolean works() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      List<String> states =
          threads
              .map(thread -> LOOP.matcher(stat(thread)))
              .filter(Matcher::matches)
              .map(loop -> loop.group(2))
              .toList();
      if (states.size() < 2) {
        throw new AssertionError("not both kinds of loops have threads: " + states);
      }
      return states.contains("R");
    }
  }

  /** A thread as the kernel describes it (proc_pid_stat(5)); nothing of one that has ended. */
  private static String stat(Path thread) {
    try {
      return Files.readString(thread.resolve("stat"), UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor(180, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void assertListens() {
    try {
      if (!process.isAlive()) {
        throw new IllegalStateException(output());
      }
      client().close();
    } catch (IOException e) {
      throw new AssertionError("it does not listen yet", e);
    }
  }

  private static InetSocketAddress free() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.next());
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
