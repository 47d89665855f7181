package io.sparkhistory.provisioner.control;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sparkhistory.listing.ApplicationList;
import io.sparkhistory.listing.NoListException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Non-blocking client of history servers for their list of applications. Tenants control the
 * response: it is bounded in size, count and time, {@code ApplicationList} takes from it what it
 * can trust, and redirects are not followed. At most {@value #AT_ONCE} requests are sent at once,
 * so that hundreds of servers do not answer together.
 */
final class HistoryServerClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Requests that are sent at once. */
  private static final int AT_ONCE = 16;

  private static final int MOST_BYTES = ApplicationList.MOST_BYTES;

  /** The newest applications. */
  static final String LIST = "api/v1/applications?limit=" + ApplicationList.MOST;

  /** Applications whose logs are incomplete, which come after all others in the list. */
  static final String RUNNING = LIST + "&status=running";

  /** Sentences of org.apache.spark.deploy.history.HistoryPage, seen in 3.5.9 and 4.2.0. */
  private static final String SCANNED = "id=\"last-updated\"";

  private static final Pattern IN_HAND =
      Pattern.compile("There are [0-9]+ event log\\(s\\) currently being");

  /** When a log was last written (org.apache.spark.status.api.v1.ApplicationAttemptInfo). */
  private static final Pattern WRITTEN =
      Pattern.compile("\"lastUpdatedEpoch\"\\s*:\\s*([0-9]{1,18})");

  /** As org.apache.spark.status.api.v1.SimpleDateParam reads it. */
  private static final DateTimeFormatter END_DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(TIMEOUT)
          .build();
  private final Function<String, URI> address;
  private final Turns turns = new Turns(AT_ONCE);

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

  /** The newest applications, and those with incomplete logs. */
  CompletionStage<ApplicationList> list(String namespace) {
    return get(namespace, LIST)
        .thenApply(HistoryServerClient::applications)
        .thenCompose(
            newest ->
                newest.newest().size() < ApplicationList.MOST
                    ? CompletableFuture.completedFuture(newest)
                    : get(namespace, RUNNING).thenApply(body -> newest.and(applications(body))));
  }

  /** Whether the log of an application that has ended is listed and was last written before. */
  CompletionStage<Boolean> listsLogsBefore(String namespace, Instant time) {
    return get(namespace, LIST + "&status=completed&maxEndDate=" + END_DATE.format(time))
        .thenApply(body -> isAnyBefore(new String(body, ISO_8859_1), time));
  }

  private static boolean isAnyBefore(String list, Instant time) {
    return WRITTEN
        .matcher(list)
        .results()
        .anyMatch(written -> Long.parseLong(written.group(1)) < time.toEpochMilli());
  }

  private static boolean isQuietPage(byte[] body) {
    String page = new String(body, ISO_8859_1);
    return page.contains(SCANNED) && !IN_HAND.matcher(page).find();
  }

  private static ApplicationList applications(byte[] body) {
    try {
      return ApplicationList.of(body);
    } catch (NoListException e) {
      throw new CompletionException(e);
    }
  }

  private CompletionStage<byte[]> get(String namespace, String path) {
    return turns.take(() -> send(namespace, path));
  }

  private CompletionStage<byte[]> send(String namespace, String path) {
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
                    throw new CompletionException(new UnexpectedStatus(response.statusCode()));
                  }
                  return response.body();
                })
            .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    return content.whenComplete((value, failure) -> body.cancel());
  }

  /** Why a list cannot be read, in words that have nothing of the response. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof UnexpectedStatus unexpected) {
      return "it answers with status " + unexpected.status;
    }
    if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
      return "it did not answer within " + TIMEOUT.toSeconds() + " s";
    }
    return cause instanceof NoListException
        ? "its response is no list of applications, or is too long"
        : "it cannot be reached";
  }

  /** A response with another status than 200. */
  private static final class UnexpectedStatus extends Exception {
    private final int status;

    UnexpectedStatus(int status) {
      this.status = status;
    }
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
        whole.completeExceptionally(new NoListException("over " + MOST_BYTES + " bytes"));
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
