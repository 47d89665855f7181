package io.sparkhistory.gateway.kubernetes;

import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers.Application;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The drivers of one namespace. Read by all threads; {@link #change} is to be called by one at a
 * time.
 */
final class KnownDrivers {
  /** One that runs comes before one that starts, and of those the one that began last. */
  private static final Comparator<Application> LATEST =
      Comparator.<Application, Boolean>comparing(a -> a.driver() instanceof Driver.Running)
          .thenComparing(a -> a.started().map(Object::toString).orElse(""));

  /** Ids by source: what tells of an application, such as a pod. */
  private final Map<String, String> ids = new HashMap<>(4);

  /** By id, then by source. What is in here is replaced as a whole. */
  private final Map<String, Map<String, Application>> byId = new ConcurrentHashMap<>(4);

  /** The application of this id; of several the latest. */
  Optional<Application> find(String id) {
    return latest(byId.getOrDefault(id, Map.of()));
  }

  /** One for each id, in the order of their names. */
  Collection<Application> all() {
    return byId.values().stream()
        .flatMap(same -> latest(same).stream())
        .sorted(Comparator.comparing(Application::name).thenComparing(Application::id))
        .toList();
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /** How many sources are known. */
  int size() {
    return byId.values().stream().mapToInt(Map::size).sum();
  }

  /** What a source tells now; empty: nothing any more. */
  void change(String source, Optional<Application> told) {
    String before = told.isPresent() ? ids.put(source, told.get().id()) : ids.remove(source);
    if (before != null && !before.equals(told.map(Application::id).orElse(""))) {
      byId.computeIfPresent(before, (id, same) -> with(same, source, Optional.empty()));
    }
    told.ifPresent(
        now ->
            byId.compute(
                now.id(), (id, same) -> with(same == null ? Map.of() : same, source, told)));
  }

  /** Null when nothing is left. */
  private static @Nullable Map<String, Application> with(
      Map<String, Application> same, String source, Optional<Application> told) {
    Map<String, Application> changed = new HashMap<>(same);
    changed.remove(source);
    told.ifPresent(now -> changed.put(source, now));
    return changed.isEmpty() ? null : Map.copyOf(changed);
  }

  private static Optional<Application> latest(Map<String, Application> same) {
    return same.size() == 1
        ? Optional.of(same.values().iterator().next())
        : same.values().stream().max(LATEST);
  }
}
