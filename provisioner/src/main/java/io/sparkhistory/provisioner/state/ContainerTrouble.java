package io.sparkhistory.provisioner.state;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.sparkhistory.api.Reason;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Trouble that any container may have, by its state (Kubernetes API, ContainerState). */
final class ContainerTrouble {
  private static final Set<String> PULL_FAILURES =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable");

  private static final Set<String> CONFIG_FAILURES =
      Set.of(
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError",
          "StartError",
          "ContainerCannotRun");

  /**
   * Exit codes of SIGTERM and SIGKILL, by which the kubelet ends a container that fails its probes.
   */
  private static final Set<Integer> KILLED = Set.of(143, 137);

  private final Situations.Server server;

  ContainerTrouble(Situations.Server server) {
    this.server = server;
  }

  /** The kubelet has ended it, because it did not answer. */
  static Optional<Situation.Trouble> killed(ContainerStateTerminated ended) {
    return KILLED.contains(ended.getExitCode())
        ? Optional.of(
            new Situation.Trouble(
                Reason.NOT_ANSWERING,
                "Kubernetes restarted the history server because it did not respond to its probes for"
                    + " minutes. Raise spec.resources.limits.cpu if its event logs are large."))
        : Optional.empty();
  }

  /** The node cannot start it yet. */
  Optional<Situation.Trouble> toStart(ContainerStatus status) {
    ContainerState state = status.getState();
    ContainerStateWaiting waiting = state == null ? null : state.getWaiting();
    if (waiting == null) {
      return Optional.empty();
    }
    String said = LastLine.of(said(waiting.getMessage()));
    if (PULL_FAILURES.contains(text(waiting.getReason()))) {
      return Optional.of(
          new Situation.Trouble(
              Reason.IMAGE_PULL_FAILED,
              "The image "
                  + status.getImage()
                  + " cannot be pulled. Check its name, and imagePullSecrets if the registry asks"
                  + " for a login. The node says: "
                  + said));
    }
    return CONFIG_FAILURES.contains(text(waiting.getReason()))
        ? Optional.of(notStartable(status, said))
        : Optional.empty();
  }

  /** The node could not start it, by what it was told to. */
  Optional<Situation.Trouble> ofConfig(ContainerStatus status, ContainerStateTerminated ended) {
    return CONFIG_FAILURES.contains(text(ended.getReason()))
        ? Optional.of(notStartable(status, LastLine.of(said(ended.getMessage()))))
        : Optional.empty();
  }

  private static Situation.Trouble notStartable(ContainerStatus status, String said) {
    return new Situation.Trouble(
        Reason.CONTAINER_CONFIG,
        "The container "
            + status.getName()
            + " cannot be started. Check the secrets, volumes and the image that the resource names."
            + " The node says: "
            + said);
  }

  /**
   * The kernel ends a container that uses more than its limit; the JVM ends itself when its heap is
   * full ({@code -XX:+ExitOnOutOfMemoryError}).
   */
  Optional<Situation.Trouble> ofMemory(ContainerStateTerminated ended) {
    boolean killed = "OOMKilled".equals(ended.getReason());
    boolean thrown = text(ended.getMessage()).contains("java.lang.OutOfMemoryError");
    if (!killed && !thrown) {
      return Optional.empty();
    }
    String limit = "the memory limit of " + server.memoryLimit();
    String heap = server.heapMebibytes() + " MiB of heap";
    String happened =
        killed
            ? "The node ended the history server because it used more than "
                + limit
                + " ("
                + heap
                + ")."
            : "The history server ran out of memory: it has " + heap + " of " + limit + ".";
    return Optional.of(
        new Situation.Trouble(
            Reason.OUT_OF_MEMORY,
            happened
                + " An event log that a visitor opened is too large for it. Raise"
                + " spec.resources.limits.memory."));
  }

  /** Text of others with secrets redacted. */
  private String said(@Nullable String text) {
    return server.secrets().hide(text(text));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
