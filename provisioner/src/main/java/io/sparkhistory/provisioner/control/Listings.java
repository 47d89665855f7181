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
 * First listings of running servers. Each server is asked after its start until its first listing
 * is complete, and given up after {@value #FAILURES} failures. Bounded by the number of running
 * servers.
 */
final class Listings {
  private static final Logger LOG = LoggerFactory.getLogger(Listings.class);

  /** Pages in a row without logs in progress: the page does not count logs that wait. */
  static final int QUIET = 3;

  /** Failures until a server is given up, such as behind a mesh that refuses the request. */
  static final int FAILURES = 5;

  private final Map<String, Look> looks = new ConcurrentHashMap<>();
  private final HistoryServerClient client;
  private final Executor later;
  private final Consumer<String> wake;

  /**
   * @param wake triggers a reconciliation of a tenant
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
   * Complete listing of a ready server. Without one, the server is asked, and the tenant is
   * reconciled when the listing is complete.
   *
   * @param start identifies this start of the server
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

  /** One start of one server. Requests are sequential, so fields pass from one to the next. */
  private final class Look {
    private final String tenant;
    private final String start;
    private final CompletableFuture<Listed> listing = new CompletableFuture<>();
    private boolean begun;
    private int quiet;
    private int failures;

    Look(String tenant, String start) {
      this.tenant = tenant;
      this.start = start;
    }

    Optional<Listed> listed() {
      return listing.isDone() && !listing.isCompletedExceptionally()
          ? Optional.of(listing.join())
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
                      listing.complete(new Listed(newest));
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
        listing.completeExceptionally(failure);
      }
    }
  }
}
