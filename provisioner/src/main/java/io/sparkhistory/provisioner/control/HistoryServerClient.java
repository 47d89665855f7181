package io.sparkhistory.provisioner.control;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkhistory.provisioner.spec.SparkVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Non-blocking client of history servers for their list of applications. Tenants control the
 * response: it is bounded in size, count and time, only a version is used of it, and redirects are
 * not followed.
 */
final class HistoryServerClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Largest response in bytes; an application has about 500. */
  static final int MOST_BYTES = 256 * 1024;

  /** Applications that are asked for, the newest. */
  static final int MOST_APPLICATIONS = 50;

  /** Sentences of org.apache.spark.deploy.history.HistoryPage, seen in 3.5.9 and 4.2.0. */
  private static final String SCANNED = "id=\"last-updated\"";

  private static final Pattern IN_HAND =
      Pattern.compile("There are [0-9]+ event log\\(s\\) currently being");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(TIMEOUT)
          .build();
  private final Function<String, URI> address;

  /**
   * @param address where the history server of a namespace is, with a slash at the end
   */
  HistoryServerClient(Function<String, URI> address) {
    this.address = address;
  }

  /** Whether the server has scanned its folder once and reads no log at the moment. */
  CompletionStage<Boolean> isQuiet(String namespace) {
    return get(namespace, "").thenApply(HistoryServerClient::isQuietPage);
  }

  /** The newest version of Spark that wrote one of the listed logs; empty when none says so. */
  CompletionStage<Optional<SparkVersion>> newestLogs(String namespace) {
    return get(namespace, "api/v1/applications?limit=" + MOST_APPLICATIONS)
        .thenApply(HistoryServerClient::newest);
  }

  private static boolean isQuietPage(byte[] body) {
    String page = new String(body, ISO_8859_1);
    return page.contains(SCANNED) && !IN_HAND.matcher(page).find();
  }

  private static Optional<SparkVersion> newest(byte[] body) {
    try {
      JsonNode list = JSON.readTree(body);
      if (!list.isArray()) {
        throw new IllegalStateException("no list");
      }
      return list.findValues("appSparkVersion").stream()
          .flatMap(version -> SparkVersion.ofBeginning(version.asText()).stream())
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private CompletionStage<byte[]> get(String namespace, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(address.apply(namespace).resolve(path))
            .timeout(TIMEOUT)
            .setHeader("Accept-Encoding", "identity")
            .build();
    Bounded body = new Bounded();
    CompletableFuture<byte[]> content =
        client
            .sendAsync(request, head -> body)
            .thenApply(
                response -> {
                  if (response.statusCode() != 200) {
                    throw new IllegalStateException("status " + response.statusCode());
                  }
                  return response.body();
                })
            .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    return content.whenComplete((value, failure) -> body.cancel());
  }

  /** The beginning of a body; one that goes on is broken off. */
  private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.complete(given);
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        byte[] part = new byte[Math.min(buffer.remaining(), MOST_BYTES - bytes.size())];
        buffer.get(part);
        bytes.writeBytes(part);
      }
      if (bytes.size() >= MOST_BYTES) {
        whole.completeExceptionally(new IllegalStateException("over " + MOST_BYTES + " bytes"));
        cancel();
      }
    }

    @Override
    public void onError(Throwable failure) {
      whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      whole.complete(bytes.toByteArray());
    }

    private void cancel() {
      var unused = subscription.thenAccept(Flow.Subscription::cancel);
    }
  }
}
