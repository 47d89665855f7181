package io.sparkhistory.provisioner.state;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.sparkhistory.api.Reason;
import io.sparkhistory.historyserver.LogFolderProblem;
import io.sparkhistory.provisioner.spec.EffectiveSpec;
import io.sparkhistory.provisioner.spec.Secrets;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the situation of a server that shall run from its Deployment and its pods. */
public final class Situations {
  /** Words for volumes in refusals of Pod Security (k8s.io/pod-security-admission, policy). */
  private static final Pattern VOLUMES =
      Pattern.compile("hostPath volumes|restricted volume types");

  private Situations() {}

  /**
   * The server that a pod shall be.
   *
   * @param logDirectories URLs of the event logs
   * @param memoryLimit as the resource has it, such as {@code 1Gi}
   * @param secrets what must not be repeated of what others say
   */
  public record Server(
      List<String> logDirectories, int heapMebibytes, String memoryLimit, Secrets secrets) {
    public static Server of(EffectiveSpec spec) {
      return new Server(
          spec.logDirectories().urls(), spec.heapMebibytes(), spec.memoryLimit(), spec.secrets());
    }

    /** The directory that a log, without secrets, names as the one in trouble; else all. */
    String logDirectory(String log) {
      List<String> all = logDirectories.stream().map(secrets::hide).toList();
      return LogFolderProblem.folder(log)
          .filter(all::contains)
          .orElseGet(() -> String.join(" or ", all));
    }
  }

  /** The situation; a Deployment that is not there yet means that nothing is scheduled yet. */
  public static Situation running(
      Optional<Deployment> deployment, Collection<Pod> pods, Server server, Instant now) {
    Optional<Pod> pod = current(pods);
    if (pod.isPresent()) {
      return new PodReading(pod.get(), server).situation(now);
    }
    return deployment
        .flatMap(found -> refusedPod(found, server.secrets()))
        .map(Situation.class::cast)
        .orElseGet(() -> new Situation.OnTheWay(Reason.SCHEDULING, "", Optional.empty()));
  }

  /** What the newest pod shows besides. */
  public static PodFacts facts(Collection<Pod> pods, Server server, Instant now) {
    return current(pods).map(pod -> new PodReading(pod, server).facts(now)).orElse(PodFacts.NONE);
  }

  /**
   * Situation of an object that the API server refuses, such as by a quota on Services.
   *
   * @param message of the API server
   */
  public static Situation refused(String kind, String message, Secrets secrets) {
    return explain(secrets.hide(kind + ": " + message));
  }

  /** Newest pod that is neither being deleted nor evicted. */
  private static Optional<Pod> current(Collection<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> pod.getStatus() != null && !"Failed".equals(pod.getStatus().getPhase()))
        .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()));
  }

  /** Trouble of the Deployment's ReplicaFailure, which has the API server's refusal of the pod. */
  private static Optional<Situation.Trouble> refusedPod(Deployment deployment, Secrets secrets) {
    if (deployment.getStatus() == null || isOutdated(deployment)) {
      return Optional.empty();
    }
    return deployment.getStatus().getConditions().stream()
        .filter(each -> "ReplicaFailure".equals(each.getType()))
        .filter(each -> "True".equals(each.getStatus()))
        .findFirst()
        .map(DeploymentCondition::getMessage)
        .map(message -> explain(secrets.hide(message)));
  }

  /** Whether the status is that of an older spec. */
  private static boolean isOutdated(Deployment deployment) {
    ObjectMeta metadata = deployment.getMetadata();
    Long generation = metadata == null ? null : metadata.getGeneration();
    Long observed = deployment.getStatus().getObservedGeneration();
    return generation != null && observed != null && observed < generation;
  }

  private static Situation.Trouble explain(String message) {
    String said = " Kubernetes says: " + LastLine.of(message);
    if (message.contains("exceeded quota") || message.contains("failed quota")) {
      return new Situation.Trouble(
          Reason.QUOTA_EXCEEDED,
          "The namespace's quota has no room for the history server. Free some of it, or lower"
              + " resources."
              + said);
    }
    if (message.contains("violates PodSecurity")) {
      return new Situation.Trouble(
          Reason.POD_SECURITY,
          "The namespace's Pod Security level refuses the pod. Remove what it names from "
              + (VOLUMES.matcher(message).find() ? "volumes." : "podTemplate.")
              + said);
    }
    if (message.contains("serviceaccount") && message.contains("not found")) {
      return new Situation.Trouble(
          Reason.SERVICE_ACCOUNT_MISSING,
          "The service account does not exist in this namespace. Create it, or correct"
              + " serviceAccountName."
              + said);
    }
    return new Situation.Trouble(
        Reason.POD_REFUSED,
        "The cluster refuses the pod. Change what it objects to, or ask the platform team." + said);
  }
}
