package io.sparkhistory.gateway.local;

import io.sparkhistory.gateway.backend.Step;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * How far a starting history server is: until it answers, and then until the logs are in its
 * listing, because the first page that people see should not be an empty one.
 *
 * <p>The listing is there when it holds as many attempts as the folder has logs. Logs that Spark
 * cannot read never appear, so a listing that has not grown for {@link #SETTLED} is there as well;
 * and an empty one after {@code listingLimit}.
 *
 * <p>Used by one thread; answers come back on the executor, which must be that thread.
 */
final class Readiness {
  static final Duration SETTLED = Duration.ofSeconds(2);

  /** Applications that are counted at most: a page of the listing shows far fewer. */
  static final int COUNTED = 500;

  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final HttpClient client;
  private final Executor executor;
  private final int logs;
  private final Duration listingLimit;

  private CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);
  private boolean answers;
  private boolean ready;
  private int listed;
  private Instant answeredAt = Instant.EPOCH;
  private Instant grownAt = Instant.EPOCH;

  /**
   * @param logs how many logs there are to list
   * @param listingLimit how long an empty listing is looked at
   */
  Readiness(HttpClient client, Executor executor, int logs, Duration listingLimit) {
    this.client = client;
    this.executor = executor;
    this.logs = Math.min(logs, COUNTED);
    this.listingLimit = listingLimit;
  }

  /** Asks the server once more, unless it has not answered yet what it was asked before. */
  void look(int port, Instant now) {
    if (ready || !asked.isDone()) {
      return;
    }
    String path = answers ? "applications?limit=" + COUNTED : "version";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
            .timeout(ANSWER)
            .build();
    AttemptCount count = new AttemptCount();
    asked =
        client
            .sendAsync(request, BodyHandlers.ofByteArrayConsumer(count))
            .handle((response, failure) -> failure == null && response.statusCode() == 200)
            .thenAcceptAsync(good -> answered(good, count.attempts(), now), executor);
  }

  boolean ready() {
    return ready;
  }

  boolean answers() {
    return answers;
  }

  Step step() {
    return answers ? Step.READING_LOGS : Step.STARTING_SPARK;
  }

  /** Such as {@code 3 of 12}; empty while nothing is known. */
  String detail() {
    return answers && logs > 0 ? Math.min(listed, logs) + " of " + logs : "";
  }

  private void answered(boolean good, int attempts, Instant now) {
    if (!good) {
      return;
    }
    if (!answers) {
      answers = true;
      answeredAt = now;
      ready = logs == 0;
      return;
    }
    if (attempts > listed) {
      listed = attempts;
      grownAt = now;
    }
    Instant enough = listed == 0 ? answeredAt.plus(listingLimit) : grownAt.plus(SETTLED);
    ready = listed >= logs || !now.isBefore(enough);
  }
}
