package io.sparkhistory.provisioner.state;

import io.fabric8.kubernetes.api.model.Condition;
import io.sparkhistory.api.ConditionType;
import io.sparkhistory.api.Reason;
import io.sparkhistory.provisioner.spec.SparkVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Conditions that warn the owner of a server that runs; absent otherwise. */
final class Warnings {
  /** Time that the status keeps an out-of-memory end of a server that runs again. */
  static final Duration TELL_OF_MEMORY = Duration.ofHours(1);

  private final Conditions conditions;

  Warnings(Conditions conditions) {
    this.conditions = conditions;
  }

  List<Condition> of(PodFacts pods, Set<String> ignoredKeys) {
    return Stream.of(
            sparkConf(ignoredKeys),
            sparkVersion(pods.listing()),
            memory(pods.outOfMemory()),
            applications(pods),
            pods.store().map(this::store))
        .flatMap(Optional::stream)
        .toList();
  }

  private Condition store(StoreTrouble trouble) {
    return conditions.of(ConditionType.STORE, "False", trouble.reason().text(), trouble.message());
  }

  private Optional<Condition> sparkConf(Set<String> ignoredKeys) {
    return ignoredKeys.isEmpty()
        ? Optional.empty()
        : Optional.of(
            conditions.of(
                ConditionType.SPARK_CONF,
                "False",
                Reason.KEYS_IGNORED.text(),
                "sparkConf has keys that are reserved for routing and security, so they are ignored: "
                    + String.join(", ", ignoredKeys)
                    + ". Remove them."));
  }

  /**
   * Condition about the listed logs. It stays while the server sleeps, unless the resource is
   * changed.
   */
  private Optional<Condition> sparkVersion(Optional<PodFacts.Listing> listing) {
    if (listing.isEmpty()) {
      return conditions.before(ConditionType.SPARK_VERSION).filter(this::isOfThisGeneration);
    }
    SparkVersion server = listing.get().server();
    return listing
        .get()
        .newest()
        .filter(newest -> newest.compareTo(server) > 0)
        .map(
            newest ->
                conditions.of(
                    ConditionType.SPARK_VERSION,
                    "False",
                    Reason.LOGS_NEWER.text(),
                    ("Event logs were written by Spark %s, and the history server is Spark %s, which may"
                            + " not show them. Set spec.sparkVersion to %s or newer, or spec.image"
                            + " to an image with it.")
                        .formatted(newest, server, newest)));
  }

  /** Condition about the list itself. It stays while the server sleeps. */
  private Optional<Condition> applications(PodFacts pods) {
    if (pods.unreadable().isPresent()) {
      return Optional.of(
          conditions.of(
              ConditionType.APPLICATIONS,
              "False",
              Reason.LIST_UNREADABLE.text(),
              "The provisioner cannot read the history server's list of applications: "
                  + pods.unreadable().get()
                  + ". Its pages are not affected, but the start page lists none of its"
                  + " applications, or old ones."));
    }
    return pods.listing().isPresent()
        ? Optional.empty()
        : conditions.before(ConditionType.APPLICATIONS);
  }

  private boolean isOfThisGeneration(Condition said) {
    return Objects.equals(said.getObservedGeneration(), conditions.generation());
  }

  /** Condition about memory. It goes when the resource changes, which may have more memory then. */
  private Optional<Condition> memory(Optional<PodFacts.OutOfMemory> end) {
    if (end.filter(known -> isRecent(known.at())).isPresent()) {
      return Optional.of(
          conditions.of(
              ConditionType.MEMORY,
              "False",
              Reason.OUT_OF_MEMORY.text(),
              end.get().message()
                  + " It was restarted; applications with smaller event logs can be read."));
    }
    return conditions
        .before(ConditionType.MEMORY)
        .filter(this::isOfThisGeneration)
        .filter(said -> isRecent(Instant.parse(said.getLastTransitionTime())));
  }

  private boolean isRecent(Instant time) {
    return time.plus(TELL_OF_MEMORY).isAfter(conditions.now());
  }
}
