package io.sparkhistory.provisioner.state;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.sparkhistory.api.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Situation of the history server in a pod, by the pod's status (Kubernetes API, PodStatus). A
 * container that has ended stays in trouble until it is ready again, so that a crash loop does not
 * flicker.
 */
final class PodReading {
  private final Pod pod;
  private final Situations.Server server;
  private final ContainerTrouble trouble;

  PodReading(Pod pod, Situations.Server server) {
    this.pod = pod;
    this.server = server;
    this.trouble = new ContainerTrouble(server);
  }

  /** The situation. */
  Situation situation(Instant now) {
    Optional<PodCondition> ready = condition("Ready", "True");
    if (ready.isPresent()) {
      return new Situation.Up(time(ready.get().getLastTransitionTime()).orElse(now));
    }
    Optional<PodCondition> unscheduled =
        condition("PodScheduled", "False").filter(each -> "Unschedulable".equals(each.getReason()));
    if (unscheduled.isPresent()) {
      Instant since = time(unscheduled.get().getLastTransitionTime()).orElse(now);
      return Unscheduled.since(since, said(unscheduled.get().getMessage()), now);
    }
    Optional<ContainerStatus> making = making();
    Optional<ContainerStatus> serving = server();
    return making
        .flatMap(this::makingTrouble)
        .or(() -> serving.flatMap(this::serverTrouble))
        .map(Situation.class::cast)
        .orElseGet(() -> step(making, serving));
  }

  /** What it shows besides. */
  PodFacts facts(Instant now) {
    Optional<Boolean> made =
        making()
            .flatMap(PodReading::ended)
            .map(ended -> ended.getExitCode() == 0)
            // the launcher makes it before the server can answer
            .or(() -> condition("Ready", "True").map(ready -> true))
            .or(() -> server().flatMap(PodReading::ended).flatMap(PodReading::madeByLauncher));
    Optional<PodFacts.OutOfMemory> outOfMemory =
        server()
            .flatMap(PodReading::ended)
            .flatMap(
                ended ->
                    trouble
                        .ofMemory(ended)
                        .map(
                            memory ->
                                new PodFacts.OutOfMemory(
                                    time(ended.getFinishedAt()).orElse(now), memory.message())));
    Optional<StoreTrouble> store = server().flatMap(PodReading::ended).flatMap(this::storeEnd);
    return new PodFacts(
        made, outOfMemory, Optional.empty(), Optional.empty(), store, PodStart.of(pod));
  }

  private Optional<StoreTrouble> storeEnd(ContainerStateTerminated ended) {
    return StoreEnd.of(ended.getExitCode(), said(ended.getMessage()));
  }

  static final String LOG_DIRECTORY = "log-directory";
  static final String SERVER = "history-server";

  private Optional<Situation.Trouble> makingTrouble(ContainerStatus status) {
    return trouble
        .toStart(status)
        .or(
            () ->
                ended(status)
                    .filter(ended -> ended.getExitCode() != 0)
                    .map(ended -> makingFailed(status, ended)));
  }

  private Situation.Trouble makingFailed(ContainerStatus status, ContainerStateTerminated ended) {
    return trouble
        .ofConfig(status, ended)
        .or(() -> trouble.ofMemory(ended))
        .orElseGet(() -> directoryTrouble(said(ended.getMessage())));
  }

  private Optional<Situation.Trouble> serverTrouble(ContainerStatus status) {
    return trouble
        .toStart(status)
        .or(
            () ->
                ended(status)
                    .filter(ended -> storeEnd(ended).isEmpty())
                    .map(ended -> serverEnded(status, ended)));
  }

  private Situation.Trouble serverEnded(ContainerStatus status, ContainerStateTerminated ended) {
    String log = said(ended.getMessage());
    return trouble
        .ofConfig(status, ended)
        .or(() -> LauncherTrouble.of(log, status.getImage()))
        .or(() -> folderTrouble(LauncherEnd.of(ended.getExitCode(), log), log))
        .or(() -> trouble.ofMemory(ended))
        .or(() -> ContainerTrouble.killed(ended))
        .or(
            () ->
                withoutLauncher()
                    ? LogDirectoryTrouble.known(log, server.logDirectory(log))
                    : Optional.empty())
        .orElseGet(
            () ->
                new Situation.Trouble(
                    Reason.CRASH_LOOP,
                    "The history server ends with exit code "
                        + ended.getExitCode()
                        + ". Its last log line says: "
                        + LastLine.of(log)));
  }

  private Situation.Trouble directoryTrouble(String log) {
    return LogDirectoryTrouble.of(log, server.logDirectory(log));
  }

  /** By the launcher alone: the words of a log may be about something else. */
  private Optional<Situation.Trouble> folderTrouble(LauncherEnd end, String log) {
    return end == LauncherEnd.FOLDER_UNUSABLE && !withoutLauncher()
        ? Optional.of(directoryTrouble(log))
        : Optional.empty();
  }

  private static Optional<Boolean> madeByLauncher(ContainerStateTerminated ended) {
    return LauncherEnd.of(ended.getExitCode(), text(ended.getMessage())).folderMade();
  }

  /** The folder has a container of its own where the image has no launcher. */
  private boolean withoutLauncher() {
    return making().isPresent();
  }

  private Optional<ContainerStatus> making() {
    return first(pod.getStatus().getInitContainerStatuses(), LOG_DIRECTORY);
  }

  private Optional<ContainerStatus> server() {
    return first(pod.getStatus().getContainerStatuses(), SERVER);
  }

  private Situation step(Optional<ContainerStatus> making, Optional<ContainerStatus> serving) {
    boolean scheduled = condition("PodScheduled", "True").isPresent();
    if (!scheduled) {
      return onTheWay(Reason.SCHEDULING);
    }
    if (serving.map(PodReading::isRunning).orElse(false)) {
      return onTheWay(Reason.STARTING_SPARK);
    }
    if (making.map(PodReading::isRunning).orElse(false)) {
      return onTheWay(Reason.CREATING_LOG_DIRECTORY);
    }
    boolean made = making.flatMap(PodReading::ended).isPresent();
    return onTheWay(made ? Reason.STARTING_SPARK : Reason.PULLING_IMAGE);
  }

  private static Situation onTheWay(Reason step) {
    return new Situation.OnTheWay(step, "", Optional.empty());
  }

  private static boolean isRunning(ContainerStatus status) {
    return status.getState() != null && status.getState().getRunning() != null;
  }

  /** How the container ended, now or the last time; empty when it never did. */
  private static Optional<ContainerStateTerminated> ended(ContainerStatus status) {
    return terminated(status.getState()).or(() -> terminated(status.getLastState()));
  }

  private static Optional<ContainerStateTerminated> terminated(@Nullable ContainerState state) {
    return state == null ? Optional.empty() : Optional.ofNullable(state.getTerminated());
  }

  private static Optional<ContainerStatus> first(
      @Nullable List<ContainerStatus> statuses, String name) {
    return statuses == null
        ? Optional.empty()
        : statuses.stream().filter(each -> name.equals(each.getName())).findFirst();
  }

  private Optional<PodCondition> condition(String type, String status) {
    return pod.getStatus().getConditions().stream()
        .filter(each -> type.equals(each.getType()) && status.equals(each.getStatus()))
        .findFirst();
  }

  private static Optional<Instant> time(@Nullable String text) {
    return Optional.ofNullable(text).map(Instant::parse);
  }

  /** Text of others with secrets redacted. */
  private String said(@Nullable String text) {
    return server.secrets().hide(text(text));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
