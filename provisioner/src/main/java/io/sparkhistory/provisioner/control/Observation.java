package io.sparkhistory.provisioner.control;

import io.sparkhistory.provisioner.apply.Comparison;
import io.sparkhistory.provisioner.spec.Refusal;
import io.sparkhistory.provisioner.state.Situation;
import io.sparkhistory.provisioner.state.SleepRule.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Observation of one resource: the input of a {@link Decision}. */
sealed interface Observation {
  /** The same with an object that the API server does not take. */
  Observation hindered(Situation by);

  /**
   * The resource is not accepted.
   *
   * @param running whether the Deployment asks for a pod
   */
  record Refused(List<Refusal> refusals, boolean running) implements Observation {
    @Override
    public Refused hindered(Situation by) {
      return this; // no object of it is written
    }
  }

  /**
   * The resource is accepted.
   *
   * @param verdict whether the server shall run, and why
   * @param running whether the Deployment asks for a pod
   * @param pods situation that the pods show
   * @param deployment how the Deployment compares with the desired one
   * @param problem what keeps the server from being started
   * @param asked when a pod that failed may be replaced, because somebody asks for it; empty when
   *     nobody does
   */
  record Accepted(
      Verdict verdict,
      boolean running,
      Situation pods,
      Comparison.State deployment,
      Optional<Situation> problem,
      Optional<Instant> asked)
      implements Observation {

    @Override
    public Accepted hindered(Situation by) {
      return new Accepted(verdict, running, pods, deployment, Optional.of(by), asked);
    }

    /** Whether the server may be awake, and nothing keeps it from being started. */
    boolean mayStart() {
      return verdict.want().awake() && problem.isEmpty();
    }

    /** Whether a pod that failed is to be replaced now. */
    boolean restarts(Instant now) {
      return running && mayStart() && asked.filter(time -> !time.isAfter(now)).isPresent();
    }

    /** Whether writing the Deployment replaces a pod. */
    boolean rolls(Instant now) {
      return running && (restarts(now) || deployment != Comparison.State.SAME);
    }
  }
}
