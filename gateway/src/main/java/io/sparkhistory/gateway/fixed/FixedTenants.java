package io.sparkhistory.gateway.fixed;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.fixed.FixedTenant.FixedApplication;
import io.sparkhistory.gateway.routing.Tenant;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tenants from a YAML file, each always ready:
 *
 * <pre>
 * tenants:
 *   ns-a:
 *     address: "127.0.0.1:18080"   # where its history server listens
 *     users: [alice@example.com]   # who may look
 *     groups: [team-a]             # optional, as users is
 *     viewers: [bob@example.com]   # optional: who may look at it and change nothing
 *     host: history.example.com    # optional: the Host header it is sent
 *     applications:                # optional: what runs
 *       spark-3f1c:                # the application's id
 *         address: "10.1.2.3:4040" # where its driver shows its pages
 *         name: daily-revenue      # optional
 * </pre>
 *
 * <p>The answers to {@link #find} and {@link #review} come from one immutable map that a changed
 * file replaces as a whole. A file that cannot be used leaves the old map in force.
 */
public final class FixedTenants implements Backends, AccessReview {
  private static final Logger LOG = LoggerFactory.getLogger(FixedTenants.class);

  private static final Backend ABSENT =
      new Backend.Absent(
          "Ask the people who run this gateway to add the namespace to its tenants' file.", "");

  // shared, because they never change and a request should not pay for them
  private static final CompletionStage<AccessDecision> USER =
      CompletableFuture.completedFuture(new AccessDecision.Allowed("file: user"));
  private static final CompletionStage<AccessDecision> GROUP =
      CompletableFuture.completedFuture(new AccessDecision.Allowed("file: group"));
  private static final CompletionStage<AccessDecision> NOBODY =
      CompletableFuture.completedFuture(new AccessDecision.Denied("file: not listed"));

  private final TenantsFile file;
  private final Drivers drivers = new OfTheFile();
  private volatile Content content = new Content(Map.of(), List.of());

  private record Content(Map<Tenant, FixedTenant> tenants, List<Entry> entries) {
    static Content of(SortedMap<String, FixedTenant> byName) {
      Map<Tenant, FixedTenant> tenants = new HashMap<>();
      byName.values().forEach(t -> tenants.put(t.tenant(), t));
      return new Content(
          Map.copyOf(tenants),
          byName.values().stream()
              .map(t -> new Entry(t.tenant(), t.backend(), Optional.empty()))
              .toList());
    }
  }

  private FixedTenants(TenantsFile file) {
    this.file = file;
  }

  /**
   * Reads the file.
   *
   * @param warnings is told what is allowed and hardly meant
   * @throws InvalidTenantsException when the file is missing or has any mistake
   */
  public static FixedTenants open(Path path, Clock clock, Consumer<Reload.Applied> warnings)
      throws InvalidTenantsException {
    FixedTenants tenants = new FixedTenants(new TenantsFile(path, clock));
    Reload first = tenants.reload();
    if (first instanceof Reload.Refused refused) {
      throw new InvalidTenantsException(refused.problems());
    }
    if (first instanceof Reload.Applied applied) {
      warnings.accept(applied);
    }
    return tenants;
  }

  /**
   * Looks at the file again and again. Polling, because a ConfigMap changes by a swapped symbolic
   * link in another folder, which file system events do not tell.
   *
   * @param listener is told of every change, and once of each unusable content
   */
  public ScheduledFuture<?> watch(
      ScheduledExecutorService scheduler, Duration interval, Consumer<Reload> listener) {
    return scheduler.scheduleWithFixedDelay(
        () -> reloadAndTell(listener), interval.toMillis(), interval.toMillis(), MILLISECONDS);
  }

  private void reloadAndTell(Consumer<Reload> listener) {
    try {
      Reload reload = reload();
      if (!(reload instanceof Reload.Unchanged)) {
        listener.accept(reload);
      }
    } catch (RuntimeException e) {
      // one that got out would end the watching without a word
      LOG.error("The tenants' file could not be looked at", e);
    }
  }

  /** Reads the file if it changed. Not to be called by two threads at once. */
  Reload reload() {
    return file.read(parsed -> content = Content.of(parsed.tenants()));
  }

  @Override
  public Backend find(Tenant tenant) {
    FixedTenant found = content.tenants().get(tenant);
    return found == null ? ABSENT : found.backend();
  }

  /** Does nothing: whoever runs the servers starts them. */
  @Override
  public void wake(Tenant tenant) {}

  /** Does nothing: these servers do not sleep. */
  @Override
  public void touch(Tenant tenant) {}

  @Override
  public Drivers drivers() {
    return drivers;
  }

  @Override
  public Collection<Entry> all() {
    return content.entries();
  }

  /** A tenant that does not exist is denied like one that the caller is not listed for. */
  @Override
  public CompletionStage<AccessDecision> review(Caller caller, Tenant tenant, Verb verb) {
    FixedTenant found = content.tenants().get(tenant);
    if (found == null) {
      return NOBODY;
    }
    if (found.names(caller, verb)) {
      return USER;
    }
    return found.namesGroupOf(caller) ? GROUP : NOBODY;
  }

  /** The applications that the file names; whether they still run shows when they are asked. */
  private final class OfTheFile implements Drivers {
    @Override
    public Driver find(Tenant tenant, String application) {
      FixedTenant found = content.tenants().get(tenant);
      FixedApplication named = found == null ? null : found.applications().get(application);
      return named == null ? Driver.ENDED : named.driver();
    }

    @Override
    public Collection<Application> of(Tenant tenant) {
      FixedTenant found = content.tenants().get(tenant);
      return found == null
          ? List.of()
          : found.applications().entrySet().stream()
              .map(
                  a ->
                      new Application(
                          a.getKey(), a.getValue().name(), a.getValue().driver(), Optional.empty()))
              .toList();
    }
  }
}
