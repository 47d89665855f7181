package io.sparkhistory.gateway.local;

import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.Step;
import java.time.Duration;
import java.time.Instant;

/** Phase of a tenant's child process. */
sealed interface Phase {

  /** Whether it takes one of the places for running servers. */
  default boolean takesPlace() {
    return false;
  }

  /**
   * What others see of it.
   *
   * @param usual how long a start usually takes
   */
  Backend shown(Duration usual);

  /** There is no process, and nobody wants one. */
  record Asleep() implements Phase {
    @Override
    public Backend shown(Duration usual) {
      return new Backend.Asleep(usual);
    }
  }

  /** It waits for a place. */
  record Queued(Instant since) implements Phase {
    @Override
    public Backend shown(Duration usual) {
      return new Backend.Starting(Step.QUEUED, "", since, usual);
    }
  }

  /**
   * The process runs and is not ready.
   *
   * @param woken when somebody asked for it
   * @param begun when the process was started
   * @param start what foretells how long it takes
   */
  record Starting(
      HistoryServerProcess process,
      Readiness readiness,
      Instant woken,
      Instant begun,
      StartTimes.Start start)
      implements Phase {
    @Override
    public boolean takesPlace() {
      return true;
    }

    @Override
    public Backend shown(Duration usual) {
      return new Backend.Starting(readiness.step(), readiness.detail(), woken, usual);
    }
  }

  record Running(HistoryServerProcess process, Endpoint endpoint, Instant since) implements Phase {
    @Override
    public boolean takesPlace() {
      return true;
    }

    @Override
    public Backend shown(Duration usual) {
      return new Backend.Ready(endpoint);
    }
  }

  /**
   * The process was asked to end.
   *
   * @param killAt when it is killed if it has not ended by then
   * @param next what comes after it
   */
  record Stopping(HistoryServerProcess process, Instant killAt, Phase next) implements Phase {
    @Override
    public boolean takesPlace() {
      return true;
    }

    @Override
    public Backend shown(Duration usual) {
      return next.shown(usual);
    }
  }

  /**
   * It ended by itself.
   *
   * @param failed why, its cause one of {@link LocalBackends#CAUSES}
   * @param retryAt from when on it may be started again
   */
  record Failed(Backend.Failed failed, Instant retryAt) implements Phase {
    @Override
    public Backend shown(Duration usual) {
      return failed;
    }
  }

  /** Somebody wants it in spite of its failure, and the time for that has not come. */
  record Pausing(Instant until, Instant since) implements Phase {
    @Override
    public Backend shown(Duration usual) {
      return new Backend.Starting(Step.QUEUED, "", since, usual);
    }
  }
}
