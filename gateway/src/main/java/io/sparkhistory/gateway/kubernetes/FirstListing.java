package io.sparkhistory.gateway.kubernetes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sparkhistory.gateway.access.FirstBytes;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.backend.Step;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Finds out whether a history server that has just started has read its list of logs. It answers as
 * soon as its web server is up, and until the first scan of the folder is over it lists too little
 * and does not know the application that somebody asked for (404).
 *
 * <p>Only its own page tells (org.apache.spark.deploy.history.HistoryPage, seen in 3.5.9 and
 * 4.2.0): {@code last-updated} is in it when the folder was looked through once, and a sentence
 * about logs that are being processed while some are. The sentence counts logs in hand and not
 * those to come, so between two logs it is gone (in 4.2.0 a fifth of the time): its absence counts
 * when it is seen {@value #QUIET} times, one right after the other.
 *
 * <p>Asked while somebody waits, and at no other time. Read by all threads without a lock.
 */
final class FirstListing {
  /** After this the page opens as it is: a folder of many thousand logs takes minutes. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final long BETWEEN = Duration.ofMillis(200).toNanos();

  /** A server that cannot be asked is left to the visitor's own request. */
  private static final int FAILURES = 3;

  static final int QUIET = 8;

  private final Endpoint endpoint;
  private final Backend.Starting shown;
  private final long begun;
  private final AtomicBoolean asking = new AtomicBoolean();

  private volatile long askedAt;
  private volatile boolean over;

  // only while asking
  private int quiet;
  private int failures;

  /** Asks a history server for its page. */
  interface Ask {
    CompletionStage<Answer> page(Endpoint endpoint);
  }

  /** What its page says of the logs. */
  enum Answer {
    /** The folder was looked through, and no log is being read. */
    QUIET,
    READING,
    /** It says nothing: it is not there, or is no page of Spark's. */
    NOTHING
  }

  /**
   * @param starting since when it starts, and how long that usually takes
   * @param nanos now, on the ticker
   */
  FirstListing(Endpoint endpoint, Backend.Starting starting, long nanos) {
    this.endpoint = endpoint;
    this.shown = new Backend.Starting(Step.READING_LOGS, "", starting.since(), starting.usual());
    this.begun = nanos;
    this.askedAt = nanos - BETWEEN;
  }

  boolean isOf(Endpoint other) {
    return endpoint.equals(other);
  }

  boolean isOver(long nanos) {
    return over || nanos - begun > LIMIT.toNanos();
  }

  /** What people are told meanwhile. */
  Backend shown() {
    return shown;
  }

  /** Asks once more, unless that was done a moment ago. */
  void look(long nanos, Ask ask) {
    if (nanos - askedAt < BETWEEN || !asking.compareAndSet(false, true)) {
      return;
    }
    askedAt = nanos;
    quiet = 0;
    ask(ask);
  }

  private void ask(Ask ask) {
    var unused =
        ask.page(endpoint)
            .whenComplete(
                (answer, failure) -> answered(failure == null ? answer : Answer.NOTHING, ask));
  }

  private void answered(Answer answer, Ask ask) {
    quiet = answer == Answer.QUIET ? quiet + 1 : 0;
    failures = answer == Answer.NOTHING ? failures + 1 : 0;
    over = quiet >= QUIET || failures >= FAILURES;
    if (quiet > 0 && !over) {
      ask(ask);
    } else {
      asking.set(false);
    }
  }

  /** Asks over the network. In a mesh the {@code Host} header is what the sidecar goes by. */
  static final class OverHttp implements Ask {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** The beginning of a page, in bytes, where those sentences stand. */
    private static final int KEPT = 64 * 1024;

    private static final String SCANNED = "id=\"last-updated\"";
    private static final Pattern IN_HAND =
        Pattern.compile("There are [0-9]+ event log\\(s\\) currently being");

    private final Duration timeout;
    private final HttpClient client;

    OverHttp() {
      this(TIMEOUT);
    }

    /**
     * @param timeout of one page, to the last byte
     */
    OverHttp(Duration timeout) {
      this.timeout = timeout;
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(timeout)
              .build();
    }

    @Override
    public CompletionStage<Answer> page(Endpoint endpoint) {
      HostPort address = new HostPort(endpoint.host(), endpoint.port());
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://" + address + "/"))
              .timeout(timeout)
              .setHeader("Accept-Encoding", "identity");
      try {
        request.setHeader("Host", endpoint.hostHeader()).setHeader("Connection", "close");
      } catch (IllegalArgumentException e) {
        // only where the JVM was not told at its start that this may be set, see Main
      }
      return FirstBytes.of(client, request.build(), KEPT, timeout)
          .thenApply(
              response ->
                  response.statusCode() == 200
                      ? read(new String(response.body(), ISO_8859_1))
                      : Answer.NOTHING);
    }

    private static Answer read(String page) {
      if (!page.contains("History Server")) {
        return Answer.NOTHING;
      }
      boolean quiet = page.contains(SCANNED) && !IN_HAND.matcher(page).find();
      return quiet ? Answer.QUIET : Answer.READING;
    }
  }
}
