package io.sparkhistory.gateway.request;

import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.request.VisibleTenants.Visible;
import io.sparkhistory.gateway.routing.ApplicationId;
import io.sparkhistory.gateway.search.ApplicationSearch;
import io.sparkhistory.gateway.search.ApplicationSearch.Found;
import io.sparkhistory.gateway.search.Places;
import io.sparkhistory.gateway.search.StartQuery;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What start pages show: the namespaces that the caller may see, and a page of their applications.
 * A row is found only in a namespace that the caller may see.
 */
public final class StartPages {
  /** More rows than these are not searched on the thread of the request. */
  private static final int MANY_ROWS = 10_000;

  private final VisibleTenants visible;
  private final Backends backends;
  private final InstantSource clock;
  private final boolean wakes;

  /**
   * Where an application is.
   *
   * @param visible all namespaces that the caller may see, which are those that were looked in
   */
  public record Located(Visible visible, Places places) {}

  /**
   * What a start page shows.
   *
   * @param visible all namespaces that the caller may see, whatever was asked for
   */
  public record Content(StartQuery query, Visible visible, Found found) {
    /** The only namespace that the caller may see; empty when there are others, or may be. */
    public Optional<Backends.Entry> only() {
      return visible.complete() && visible.unchecked() == 0 && visible.entries().size() == 1
          ? Optional.of(visible.entries().get(0))
          : Optional.empty();
    }

    /** Whether any list was read, be there applications in it or not. */
    public boolean isListed() {
      return visible.entries().stream().anyMatch(entry -> entry.listing().asOf().isPresent());
    }

    /** The application that was asked for by its id and that no list has; empty: none was. */
    public String application() {
      return found.matches() == 0 && ApplicationId.looksLikeOne(query.text()) ? query.text() : "";
    }

    /** Those namespaces in whose names every word is. */
    public List<Backends.Entry> namespaces() {
      return visible.entries().stream()
          .filter(entry -> query.matches(entry.tenant().namespace()))
          .toList();
    }
  }

  /**
   * Start pages.
   *
   * @param wakes whether a page with a single namespace wakes its server
   */
  public StartPages(VisibleTenants visible, Backends backends, InstantSource clock, boolean wakes) {
    this.visible = visible;
    this.backends = backends;
    this.clock = clock;
    this.wakes = wakes;
  }

  /** What this caller's page shows. Never completes exceptionally for a reason of the reviews. */
  public CompletionStage<Content> find(Caller caller, StartQuery query) {
    return visible.of(caller).thenCompose(seen -> searched(seen, () -> content(seen, query)));
  }

  /** Where an application is, among the namespaces that this caller may see. */
  public CompletionStage<Located> locate(Caller caller, String application) {
    return visible.of(caller).thenCompose(seen -> searched(seen, () -> located(seen, application)));
  }

  /** A person asks for the servers to be woken that may have an application. */
  public void wake(Located located) {
    located.places().toWake().forEach(entry -> backends.wake(entry.tenant()));
  }

  private static <T> CompletionStage<T> searched(Visible seen, Supplier<T> search) {
    long rows = seen.entries().stream().mapToLong(e -> e.listing().applications().size()).sum();
    return rows > MANY_ROWS
        ? CompletableFuture.supplyAsync(search)
        : CompletableFuture.completedFuture(search.get());
  }

  private static Content content(Visible seen, StartQuery query) {
    return new Content(query, seen, ApplicationSearch.find(seen.entries(), query));
  }

  private Located located(Visible seen, String application) {
    return new Located(seen, Places.of(seen.entries(), application, clock.instant()));
  }

  /**
   * Tells that a person looks at this page, who is about to open the only namespace that they may
   * see: its server is woken, if it sleeps.
   *
   * @return what the page shows now
   */
  public Content visited(Content content) {
    Optional<Backends.Entry> only = content.only();
    if (!wakes || only.isEmpty() || !(only.get().backend() instanceof Backend.Asleep)) {
      return content;
    }
    Backends.Entry entry = only.get();
    backends.wake(entry.tenant());
    Backends.Entry woken =
        new Backends.Entry(
            entry.tenant(),
            backends.find(entry.tenant()),
            entry.lastActivity(),
            entry.listing(),
            entry.running());
    return new Content(content.query(), new Visible(List.of(woken), 0, true), content.found());
  }
}
