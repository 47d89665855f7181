package io.sparkhistory.gateway.local;

import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.LogReads;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tenant's history server and the phases it goes through. All methods are called on the thread
 * of {@link LocalBackends}, apart from {@link #shown()}, {@link #touch}, {@link #lastActivity()},
 * {@link #entry()} and {@link #wakeable()}, which read or write one published value.
 */
final class LocalServer {
  private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);

  /** A server that ran for so long was not broken when it started. */
  private static final Duration STABLE = Duration.ofMinutes(1);

  /** After so many unexpected ends in a row, people are told instead of being kept waiting. */
  private static final int ENDS = 3;

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  static final String NOT_STARTED = "NotStarted";
  static final String NOT_ANSWERING = "NotAnswering";

  private final Tenant tenant;
  private final LocalSettings settings;
  private final UnexpectedEnds ends;
  private final Launcher launcher;
  private final StartTimes startTimes;
  private final KeptList list;

  private Phase phase = new Phase.Asleep();
  private volatile Backend shown;
  private volatile long touched;

  /** Starts processes. */
  interface Launcher {
    /** Starts the process and sees to it that {@link LocalServer#ended} is called at its end. */
    Phase.Starting launch(LocalServer server, Instant woken) throws IOException;

    /** What a start of the tenant's server would be now. */
    StartTimes.Start next(Tenant tenant);
  }

  LocalServer(
      Tenant tenant,
      LocalSettings settings,
      UnexpectedEnds ends,
      Launcher launcher,
      StartTimes startTimes,
      KeptList list) {
    this.tenant = tenant;
    this.settings = settings;
    this.ends = ends;
    this.launcher = launcher;
    this.startTimes = startTimes;
    this.list = list;
    this.shown = phase.shown(startTimes.usual(launcher.next(tenant)));
  }

  Tenant tenant() {
    return tenant;
  }

  Backend shown() {
    return shown;
  }

  LogReads logReads() {
    return ends.reads();
  }

  Backends.Entry entry() {
    return new Backends.Entry(tenant, shown, lastActivity(), list.listing());
  }

  Phase phase() {
    return phase;
  }

  void touch(Instant now) {
    touched = now.toEpochMilli();
  }

  Optional<Instant> lastActivity() {
    return touched == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(touched));
  }

  /** Whether waking may change something; cheap, so that most calls need no other thread. */
  boolean wakeable() {
    return shown instanceof Backend.Asleep || shown instanceof Backend.Failed;
  }

  void wake(Instant now) {
    touch(now);
    if (phase instanceof Phase.Asleep) {
      enter(new Phase.Queued(now));
    } else if (phase instanceof Phase.Failed failed) {
      boolean due = !now.isBefore(failed.retryAt());
      enter(due ? new Phase.Queued(now) : new Phase.Pausing(failed.retryAt(), now));
    } else if (phase instanceof Phase.Stopping stopping
        && stopping.next() instanceof Phase.Asleep) {
      enter(new Phase.Stopping(stopping.process(), stopping.killAt(), new Phase.Queued(now)));
    }
  }

  /** Says where in the queue it stands. */
  void queuedAs(int position, int length) {
    if (phase instanceof Phase.Queued queued) {
      shown =
          new Backend.Starting(Step.QUEUED, position + " of " + length, queued.since(), usual());
    }
  }

  /** Looks again how long a start would take, which changes while it sleeps. */
  void foretell() {
    if (phase instanceof Phase.Asleep) {
      shown = phase.shown(usual());
    }
  }

  /** Since when it stands in the queue; the end of time when it does not. */
  Instant queuedSince() {
    return phase instanceof Phase.Queued queued ? queued.since() : Instant.MAX;
  }

  /** Leaves the queue. */
  void start(Instant now) {
    if (!(phase instanceof Phase.Queued queued)) {
      return;
    }
    try {
      Phase.Starting starting = launcher.launch(this, queued.since());
      long pid = starting.process().pid();
      LOG.info("Starting the history server of {}: process {}", tenant.namespace(), pid);
      enter(starting);
    } catch (IOException e) {
      LOG.warn("Cannot start the history server of {}", tenant.namespace(), e);
      ends.whileStarting();
      String reason = "The history server could not be started: " + e.getMessage();
      enter(failed(new Backend.Failed(reason, ends.seeLog(), NOT_STARTED), now));
    }
  }

  /** Takes the next step, if it is time for it. */
  void tick(Instant now) {
    if (phase instanceof Phase.Starting starting) {
      tick(starting, now);
    } else if (phase instanceof Phase.Running running) {
      list.look(running.endpoint().port(), now);
      if (!settings.limits().idle().isZero()
          && !now.isBefore(quietSince().plus(settings.limits().idle()))) {
        LOG.info("Nobody looks at {}: its history server stops", tenant.namespace());
        stop(now);
      }
    } else if (phase instanceof Phase.Pausing pausing && !now.isBefore(pausing.until())) {
      enter(new Phase.Queued(pausing.since()));
    } else if (phase instanceof Phase.Stopping stopping && !now.isBefore(stopping.killAt())) {
      stopping.process().kill();
    }
  }

  /** Since when nobody has looked. */
  Instant quietSince() {
    Instant last = Instant.ofEpochMilli(touched);
    return phase instanceof Phase.Running running && running.since().isAfter(last)
        ? running.since()
        : last;
  }

  /** Puts it to sleep. */
  void stop(Instant now) {
    if (phase instanceof Phase.Starting starting) {
      end(starting.process(), new Phase.Asleep(), now);
    } else if (phase instanceof Phase.Running running) {
      end(running.process(), new Phase.Asleep(), now);
    } else if (phase instanceof Phase.Stopping stopping) {
      enter(new Phase.Stopping(stopping.process(), stopping.killAt(), new Phase.Asleep()));
    } else {
      enter(new Phase.Asleep());
    }
  }

  /** Its process has ended. */
  void ended(HistoryServerProcess process, Instant now) {
    if (phase instanceof Phase.Stopping stopping && stopping.process() == process) {
      enter(stopping.next());
    } else if (phase instanceof Phase.Starting starting && starting.process() == process) {
      ends.whileStarting();
      enter(failed(ends.failure("ended while it started", process), now));
    } else if (phase instanceof Phase.Running running && running.process() == process) {
      LOG.warn(
          "The history server of {} ended{}", tenant.namespace(), UnexpectedEnds.last(process));
      boolean stable = !now.isBefore(running.since().plus(STABLE));
      if (ends.whileRunning(process, stable)) {
        enter(new Phase.Asleep()); // the next visit to another application wakes it
      } else if (ends.inARow() < ENDS) {
        enter(new Phase.Queued(now));
      } else {
        enter(failed(ends.failure("ends again and again", process), now));
      }
    }
  }

  private void tick(Phase.Starting starting, Instant now) {
    Readiness readiness = starting.readiness();
    var port = starting.process().port();
    if (readiness.ready() && port.isPresent()) {
      startTimes.add(starting.start(), Duration.between(starting.begun(), now));
      LOG.info("The history server of {} is ready", tenant.namespace());
      list.forgetTime();
      enter(new Phase.Running(starting.process(), endpoint(port.getAsInt()), now));
      return;
    }
    if (!readiness.answers() && !now.isBefore(starting.begun().plus(settings.limits().start()))) {
      String reason =
          "The history server did not answer within "
              + settings.limits().start().toSeconds()
              + " s";
      ends.whileStarting();
      Backend.Failed failed = new Backend.Failed(reason, ends.seeLog(), NOT_ANSWERING);
      end(starting.process(), failed(failed, now), now);
      return;
    }
    port.ifPresent(bound -> readiness.look(bound, now));
    shown = starting.shown(usual());
  }

  private void end(HistoryServerProcess process, Phase next, Instant now) {
    ends.reads().stop();
    enter(new Phase.Stopping(process, now.plus(settings.limits().stop()), next));
    process.terminate();
  }

  private void enter(Phase next) {
    phase = next;
    shown = next.shown(usual());
  }

  private Duration usual() {
    return startTimes.usual(
        phase instanceof Phase.Starting starting ? starting.start() : launcher.next(tenant));
  }

  private Phase.Failed failed(Backend.Failed failed, Instant now) {
    Duration pause = Duration.ofSeconds(1L << Math.min(ends.inARow(), 6));
    LOG.warn("{}: {}", tenant.namespace(), failed.reason());
    return new Phase.Failed(
        failed, now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE));
  }

  private static Endpoint endpoint(int port) {
    String authority = "127.0.0.1:" + port;
    return new Endpoint("127.0.0.1", port, authority, Set.of(authority, "localhost:" + port));
  }
}
