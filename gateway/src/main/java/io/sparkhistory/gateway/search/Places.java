package io.sparkhistory.gateway.search;

import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where an application is, among some namespaces.
 *
 * @param found in which of them it is, those first where it runs
 * @param others those in which it is not known to be, in the order of {@link Doubt}, then by name
 */
public record Places(List<Row> found, List<Other> others) {
  /** An older list may lack what was written since: it is twice the time between two reads. */
  static final Duration OLD = Duration.ofMinutes(10);

  /** Servers that are woken at once to look for an application. */
  public static final int MOST_WOKEN = 10;

  /** Copies, so that nobody changes what was found. */
  public Places {
    found = List.copyOf(found);
    others = List.copyOf(others);
  }

  /** Why the application may be in a namespace whose list lacks it. */
  public enum Doubt {
    /** The server starts, and its list will be read. */
    STARTING,
    /** The list is old or was never read; the server is awake. */
    AWAKE,
    /** The list is old or was never read; the server sleeps, and would be read when it is woken. */
    ASLEEP,
    /** The list is old or was never read; there is no server that could be asked. */
    DOWN,
    /** The list is new. It lacks only what is older than the newest {@link Listing#MOST}. */
    NONE
  }

  /** A namespace in which the application is not known to be. */
  public record Other(Backends.Entry entry, Doubt doubt) {
    private static final Comparator<Other> ORDER =
        Comparator.comparing(Other::doubt)
            .thenComparing(other -> other.entry().tenant().namespace());

    /** Whether the list is old or was never read. */
    public boolean isOld() {
      return doubt != Doubt.NONE;
    }

    /** Whether the history server may have it though the list lacks it. */
    public boolean mayHave() {
      return isOld() || entry.listing().applications().size() >= Listing.MOST;
    }
  }

  /** Looks in these namespaces. */
  public static Places of(Collection<Backends.Entry> entries, String application, Instant now) {
    List<Row> found = new ArrayList<>();
    List<Other> others = new ArrayList<>();
    for (Backends.Entry entry : entries) {
      Optional<Row> row = row(entry, application);
      row.ifPresentOrElse(
          found::add, () -> others.add(new Other(entry, doubt(entry, now.minus(OLD)))));
    }
    found.sort(Row.ORDER);
    others.sort(Other.ORDER);
    return new Places(found, others);
  }

  /** Servers to wake, those first where somebody looked last; none when it is known where it is. */
  public List<Backends.Entry> toWake() {
    return !found.isEmpty()
        ? List.of()
        : others.stream()
            .filter(other -> other.doubt() == Doubt.ASLEEP)
            .map(Other::entry)
            .sorted(
                Comparator.comparing(
                    (Backends.Entry entry) -> entry.lastActivity().orElse(Instant.MIN),
                    Comparator.reverseOrder()))
            .limit(MOST_WOKEN)
            .toList();
  }

  /** How many of the others are in this doubt. */
  public int count(Doubt doubt) {
    return (int) others.stream().filter(other -> other.doubt() == doubt).count();
  }

  private static Optional<Row> row(Backends.Entry entry, String id) {
    for (Drivers.Application run : entry.running()) {
      if (run.id().equals(id)) {
        return Optional.of(Row.running(entry.tenant(), run, entry.listing()));
      }
    }
    for (Listing.Application application : entry.listing().applications()) {
      if (application.id().equals(id)) {
        return Optional.of(Row.listed(entry.tenant(), application));
      }
    }
    return Optional.empty();
  }

  private static Doubt doubt(Backends.Entry entry, Instant old) {
    if (entry.backend() instanceof Backend.Starting) {
      return Doubt.STARTING;
    } else if (entry.listing().asOf().filter(asOf -> asOf.isAfter(old)).isPresent()) {
      return Doubt.NONE;
    } else if (entry.backend() instanceof Backend.Ready) {
      return Doubt.AWAKE;
    }
    return entry.backend() instanceof Backend.Asleep ? Doubt.ASLEEP : Doubt.DOWN;
  }
}
