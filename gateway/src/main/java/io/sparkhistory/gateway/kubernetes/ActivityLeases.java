package io.sparkhistory.gateway.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sparkhistory.api.Names;
import io.sparkhistory.gateway.kubernetes.ApiServer.Response;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports activity of tenants to the provisioner: sets {@code renewTime} of the Lease {@value
 * Names#ACTIVITY_LEASE} in the tenant's namespace (Kubernetes API, {@code coordination.k8s.io/v1}).
 * Waking is the same write.
 *
 * <p>A merge patch, because it needs no read before and cannot make the Lease when it is missing:
 * that is the provisioner's to decide. Nothing here is in the way of a request: {@link #renew} only
 * leaves a note. One write for each tenant is under way at any time, and notes that come meanwhile
 * become one. What fails is tried again with growing pauses and then given up; whoever still looks
 * leaves another note within a minute.
 */
final class ActivityLeases {
  private static final Logger LOG = LoggerFactory.getLogger(ActivityLeases.class);

  /** The API's MicroTime. */
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final JsonFactory JSON = new JsonFactory();
  private static final String MERGE_PATCH = "application/merge-patch+json";

  /**
   * How much, and how often again.
   *
   * @param tenants whose notes may wait at the same time; more are dropped
   * @param inFlight writes under way at the same time
   * @param limit for one write
   * @param firstPause before a write is tried again; doubled each time
   * @param attempts for one note
   */
  record Settings(int tenants, int inFlight, Duration limit, Duration firstPause, int attempts) {
    static final Settings DEFAULTS =
        new Settings(20_000, 16, Duration.ofSeconds(5), Duration.ofMillis(250), 8);
  }

  /** One call of the API server, as {@link ApiServer#call} makes it. */
  interface Patch {
    CompletionStage<Response> send(String path, String contentType, String body, Duration limit);
  }

  private final Patch patch;
  private final String replica;
  private final Settings settings;
  private final Clock clock;
  private final ScheduledExecutorService thread;

  private final AtomicInteger notes = new AtomicInteger();
  private final LongAdder written = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  // Only on the thread, which is one, so that there is nothing to lock.
  private final Map<Tenant, Note> waiting = new HashMap<>();
  private final Queue<Note> due = new ArrayDeque<>();
  private int inFlight;

  /** A tenant that is in use. Only on the thread. */
  private static final class Note {
    private final Tenant tenant;
    private Instant time;
    private int failures;

    Note(Tenant tenant, Instant time) {
      this.tenant = tenant;
      this.time = time;
    }
  }

  /**
   * @param replica name of this replica, for {@code holderIdentity}
   * @param thread has exactly one thread
   */
  ActivityLeases(
      Patch patch,
      String replica,
      Settings settings,
      Clock clock,
      ScheduledExecutorService thread) {
    this.patch = patch;
    this.replica = replica;
    this.settings = settings;
    this.clock = clock;
    this.thread = thread;
  }

  /** Notes that the tenant is in use now. Never blocks, never throws. */
  void renew(Tenant tenant) {
    Instant now = clock.instant();
    if (notes.incrementAndGet() > settings.tenants()) {
      notes.decrementAndGet();
      dropped.increment();
      return;
    }
    try {
      thread.execute(() -> take(tenant, now));
    } catch (RejectedExecutionException e) { // the gateway is ending
      notes.decrementAndGet();
      dropped.increment();
    }
  }

  /** Writes that succeeded. */
  long written() {
    return written.sum();
  }

  /** Attempts that failed. */
  long failed() {
    return failed.sum();
  }

  /** Notes that were given up, or for which there was no room. */
  long dropped() {
    return dropped.sum();
  }

  private void take(Tenant tenant, Instant time) {
    Note known = waiting.get(tenant);
    if (known == null) {
      Note note = new Note(tenant, time);
      waiting.put(tenant, note);
      due.add(note);
      sendDue();
    } else {
      known.time = time.isAfter(known.time) ? time : known.time;
      notes.decrementAndGet();
    }
  }

  private void sendDue() {
    Note note;
    while (inFlight < settings.inFlight() && (note = due.poll()) != null) {
      inFlight++;
      send(note);
    }
  }

  private void send(Note note) {
    Instant time = note.time;
    CompletionStage<Response> call;
    try {
      call = patch.send(path(note.tenant), MERGE_PATCH, body(time), settings.limit());
    } catch (RuntimeException e) {
      ended(note, time, null, e);
      return;
    }
    var unused =
        call.whenComplete(
            (response, failure) -> {
              try {
                thread.execute(() -> ended(note, time, response, failure));
              } catch (RejectedExecutionException e) {
                dropped.increment();
              }
            });
  }

  private void ended(
      Note note, Instant time, @Nullable Response response, @Nullable Throwable failure) {
    inFlight--;
    if (failure == null && response != null && isWritten(response)) {
      written.increment();
      note.failures = 0;
      if (note.time.isAfter(time)) {
        due.add(note);
      } else {
        forget(note);
      }
    } else {
      failed.increment();
      note.failures++;
      String why = response != null ? "status " + response.status() : String.valueOf(failure);
      LOG.debug("Lease of {}, attempt {}: {}", note.tenant.namespace(), note.failures, why);
      if (note.failures < settings.attempts()) {
        tryAgainLater(note);
      } else {
        dropped.increment();
        forget(note);
        LOG.warn("The activity of {} could not be noted: {}", note.tenant.namespace(), why);
      }
    }
    sendDue();
  }

  /** Something in between may respond with a page of its own. */
  private static boolean isWritten(Response response) {
    return response.isSuccess() && response.body().startsWith("{");
  }

  private void tryAgainLater(Note note) {
    long pause = settings.firstPause().toMillis() << Math.min(note.failures - 1, 16);
    Runnable again =
        () -> {
          due.add(note);
          sendDue();
        };
    try {
      var unused = thread.schedule(again, pause, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      dropped.increment();
      forget(note);
    }
  }

  private void forget(Note note) {
    waiting.remove(note.tenant);
    notes.decrementAndGet();
  }

  private static String path(Tenant tenant) {
    return "apis/coordination.k8s.io/v1/namespaces/"
        + tenant.namespace()
        + "/leases/"
        + Names.ACTIVITY_LEASE;
  }

  private String body(Instant time) {
    StringWriter text = new StringWriter(128);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeObjectFieldStart("spec");
      json.writeStringField("holderIdentity", replica);
      json.writeStringField("renewTime", MICRO_TIME.format(time));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
