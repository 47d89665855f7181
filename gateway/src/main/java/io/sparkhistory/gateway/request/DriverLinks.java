package io.sparkhistory.gateway.request;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sparkhistory.gateway.access.FirstBytes;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.HostPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the links of drivers' pages lead. A job that sets {@code spark.ui.proxyBase} has them lead
 * there, whatever a proxy says of itself (org.apache.spark.ui.UIUtils.uiRoot).
 *
 * <p>A driver is asked by the gateway itself, once, for the page that costs it least, and only the
 * beginning of the answer is looked at: what visitors are sent is not read. One that does not
 * answer is asked again the next time.
 */
final class DriverLinks {
  /** A visitor waits no longer for the answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** The list of executors is filled by its script: the page itself is the same for every job. */
  private static final String PAGE = "/executors/";

  /** The beginning of a page, in bytes, where its style sheets and scripts stand. */
  private static final int KEPT = 16 * 1024;

  /** Of more drivers than these, all are asked again. */
  private static final int MOST = 1000;

  private static final Pattern RESOURCE =
      Pattern.compile("(?:href|src)=[\"']([A-Za-z0-9:/._~@%+-]{0,200})/static/");

  private final ConcurrentMap<Asked, CompletableFuture<String>> answers = new ConcurrentHashMap<>();

  /**
   * @param prefix where the gateway has the driver's pages
   */
  private record Asked(Endpoint endpoint, String prefix) {}

  /** Made when the first driver is asked. */
  private static final class Client {
    static final HttpClient SHARED =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private Client() {}
  }

  /**
   * The address below which the links lead; empty when that is the prefix, or is not known. Never
   * fails.
   *
   * @param prefix where the gateway has the driver's pages
   */
  CompletionStage<String> base(Endpoint endpoint, String prefix) {
    Asked key = new Asked(endpoint, prefix);
    CompletableFuture<String> known = answers.get(key);
    if (known != null) {
      return known;
    }
    if (answers.size() >= MOST) {
      answers.clear();
    }
    CompletableFuture<String> answer = new CompletableFuture<>();
    CompletableFuture<String> first = answers.putIfAbsent(key, answer);
    if (first != null) {
      return first;
    }
    ask(key, answer);
    return answer;
  }

  private void ask(Asked key, CompletableFuture<String> answer) {
    try {
      var unused =
          FirstBytes.of(Client.SHARED, request(key), KEPT, PATIENCE)
              .whenComplete((response, failure) -> answered(key, answer, response));
    } catch (IllegalArgumentException e) {
      answered(key, answer, null); // a host with an underscore, which is no host in a URI
    }
  }

  private void answered(
      Asked key, CompletableFuture<String> answer, @Nullable HttpResponse<byte[]> response) {
    if (response == null || response.statusCode() != 200) {
      answers.remove(key, answer);
      answer.complete("");
      return;
    }
    answer.complete(read(new String(response.body(), ISO_8859_1), key.prefix()));
  }

  private static HttpRequest request(Asked key) {
    HostPort address = new HostPort(key.endpoint().host(), key.endpoint().port());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + address + PAGE))
            .timeout(PATIENCE)
            .setHeader("Accept-Encoding", "identity")
            .setHeader("X-Forwarded-Context", key.prefix());
    try {
      request.setHeader("Host", key.endpoint().hostHeader()).setHeader("Connection", "close");
    } catch (IllegalArgumentException e) {
      // only where the JVM was not told at its start that this may be set, see Main
    }
    return request.build();
  }

  /** By the first style sheet or script. */
  static String read(String page, String prefix) {
    Matcher resource = RESOURCE.matcher(page);
    String base = resource.find() ? resource.group(1) : "";
    return base.equals(prefix) ? "" : base;
  }
}
