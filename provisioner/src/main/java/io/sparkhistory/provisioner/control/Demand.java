package io.sparkhistory.provisioner.control;

import io.sparkhistory.provisioner.state.SleepRule.Verdict;
import io.sparkhistory.provisioner.state.StartQueue.Kind;
import java.time.Instant;

/**
 * Request to the start queue: a pure function of the observation.
 *
 * @param kind reason of the start
 */
record Demand(Ask ask, Kind kind) {

  /** What is asked. */
  enum Ask {
    /** A place: a pod is to be started. */
    PLACE,
    /** A place for a cleaning that goes on, even when there is none. */
    OCCUPY,
    /** Nothing: the server runs, and may hold a place. */
    NOTHING,
    /** An end of holding or waiting for a place: the server does not start. */
    RELEASE
  }

  static Demand of(Observation seen, Instant now) {
    if (!(seen instanceof Observation.Accepted accepted)) {
      return new Demand(Ask.RELEASE, Kind.VISIT);
    }
    Kind kind = kind(accepted.verdict());
    if (!accepted.mayStart()) {
      return new Demand(Ask.RELEASE, kind);
    }
    if (!accepted.running() || accepted.rolls(now)) {
      return new Demand(Ask.PLACE, kind);
    }
    // a cleaning may have been started before this leader's time
    return new Demand(kind == Kind.CLEANING ? Ask.OCCUPY : Ask.NOTHING, kind);
  }

  /** Why a server with this verdict starts. */
  static Kind kind(Verdict verdict) {
    return switch (verdict.want()) {
      case CLEANING -> Kind.CLEANING;
      case FIRST -> Kind.FIRST;
      case VISITED, ALWAYS_ON, LAST_LIST, ASLEEP, SUSPENDED -> Kind.VISIT;
    };
  }
}
