package io.sparkhistory.provisioner.control;

import io.sparkhistory.provisioner.spec.SparkVersion;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What servers that run have listed: each is asked after its start until its first listing is
 * complete, and not again. One that cannot be asked is left alone. As many entries as there are
 * servers awake.
 */
final class Listings {
  private static final Logger LOG = LoggerFactory.getLogger(Listings.class);

  /** Its page counts logs in hand and not those to come, so it has to be quiet for a while. */
  static final int QUIET = 3;

  /** A server that cannot be asked, such as behind a mesh that forbids it, is left alone then. */
  static final int FAILURES = 5;

  private final Map<String, Look> looks = new ConcurrentHashMap<>();
  private final HistoryServerClient client;
  private final Executor later;
  private final Consumer<String> wake;

  /**
   * @param wake has a tenant looked at again
   */
  Listings(HistoryServerClient client, Consumer<String> wake) {
    this(client, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS), wake);
  }

  Listings(HistoryServerClient client, Executor later, Consumer<String> wake) {
    this.client = client;
    this.later = later;
    this.wake = wake;
  }

  /**
   * The first listing of a server.
   *
   * @param newest version of Spark that wrote a log; empty when none says so
   */
  record Listed(Optional<SparkVersion> newest) {}

  /**
   * The listing of a server that answers, when it is known to be complete. Asks otherwise, and
   * wakes the tenant when it is.
   *
   * @param start tells this start from the ones before
   */
  Optional<Listed> of(String tenant, String start) {
    Look look =
        looks.compute(
            tenant,
            (name, before) ->
                before != null && before.start.equals(start) ? before : new Look(name, start));
    look.begin();
    return look.listed();
  }

  /** The server does not run. */
  void forget(String tenant) {
    looks.remove(tenant);
  }

  /** One start of one server. One question at a time, so its fields are handed on with it. */
  private final class Look {
    private final String tenant;
    private final String start;
    private final CompletableFuture<Listed> answer = new CompletableFuture<>();
    private boolean begun;
    private int quiet;
    private int failures;

    Look(String tenant, String start) {
      this.tenant = tenant;
      this.start = start;
    }

    Optional<Listed> listed() {
      return answer.isDone() && !answer.isCompletedExceptionally()
          ? Optional.of(answer.join())
          : Optional.empty();
    }

    synchronized void begin() {
      if (!begun) {
        begun = true;
        ask();
      }
    }

    private void ask() {
      if (looks.get(tenant) != this) {
        return;
      }
      var unused =
          client
              .isQuiet(tenant)
              .whenComplete(
                  (isQuiet, failure) -> {
                    quiet = failure == null && isQuiet ? quiet + 1 : 0;
                    if (failure != null) {
                      failed(failure);
                    } else if (quiet < QUIET) {
                      later.execute(this::ask);
                    } else {
                      list();
                    }
                  });
    }

    private void list() {
      var unused =
          client
              .newestLogs(tenant)
              .whenComplete(
                  (newest, failure) -> {
                    if (failure == null) {
                      answer.complete(new Listed(newest));
                      wake.accept(tenant);
                    } else {
                      failed(failure);
                    }
                  });
    }

    private void failed(Throwable failure) {
      failures++;
      if (failures < FAILURES) {
        later.execute(this::ask);
      } else {
        LOG.debug("the history server of {} cannot be asked for its list", tenant, failure);
        answer.completeExceptionally(failure);
      }
    }
  }
}
