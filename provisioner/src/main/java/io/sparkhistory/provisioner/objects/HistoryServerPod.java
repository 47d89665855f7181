package io.sparkhistory.provisioner.objects;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SeccompProfileBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.SparkHistoryServerSpec;
import io.sparkhistory.api.SparkHistoryServerSpec.Metadata;
import io.sparkhistory.api.SparkHistoryServerSpec.PodTemplate;
import io.sparkhistory.provisioner.spec.Json;
import io.sparkhistory.provisioner.spec.SparkProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pod template within Pod Security {@code restricted}, with the owner's template merged into it.
 */
final class HistoryServerPod {
  static final String CONFIG_VOLUME = "spark-history-config";
  static final String STORE_VOLUME = "spark-history-store";
  static final String TMP_VOLUME = "spark-history-tmp";

  /** User of Spark's official images. */
  private static final long USER = 185;

  /**
   * Grace period: a server that writes its store when it is stopped was measured with up to 35 s.
   */
  private static final long GRACE_SECONDS = 60;

  /**
   * The same when the store is kept: what is not written by then is read again at the next start,
   * and a log of a gigabyte takes minutes.
   */
  private static final long KEEPING_GRACE_SECONDS = 300;

  private static final PodTemplate NOTHING =
      new PodTemplate(null, null, null, null, null, null, null, null, null);

  private HistoryServerPod() {}

  static PodTemplateSpec template(DesiredState state) {
    PodTemplate own = requireNonNullElse(state.spec().merged().podTemplate(), NOTHING);
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels(state, own.metadata()))
        .withAnnotations(annotations(state, own.metadata()))
        .endMetadata()
        .withSpec(spec(state, own))
        .build();
  }

  /** Labels of the resource reach the pod, because PodDefaults choose pods by label. */
  private static Map<String, String> labels(DesiredState state, @Nullable Metadata own) {
    Map<String, String> labels = new TreeMap<>();
    addAll(labels, state.resource().getMetadata().getLabels());
    addAll(labels, own == null ? null : own.labels());
    labels.putAll(DesiredState.labels());
    return labels;
  }

  private static Map<String, String> annotations(DesiredState state, @Nullable Metadata own) {
    Map<String, String> annotations = new TreeMap<>();
    // what is in the emptyDirs can be read again, so the autoscaler may take the node away
    annotations.put("cluster-autoscaler.kubernetes.io/safe-to-evict", "true");
    // the server reads its logs at once, so the mesh must carry traffic before it starts
    annotations.put("proxy.istio.io/config", "{\"holdApplicationUntilProxyStarts\": true}");
    addAll(annotations, own == null ? null : own.annotations());
    annotations.put(DesiredState.CHECKSUM, state.checksum());
    if (!state.attempt().isEmpty()) {
      annotations.put(DesiredState.ATTEMPT, state.attempt());
    }
    return annotations;
  }

  private static PodSpec spec(DesiredState state, PodTemplate own) {
    SparkHistoryServerSpec merged = state.spec().merged();
    return new PodSpecBuilder()
        .withServiceAccountName(requireNonNull(merged.serviceAccountName()))
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(
            state.spec().keptStore().isPresent() ? KEEPING_GRACE_SECONDS : GRACE_SECONDS)
        .withSecurityContext(securityContext(own.securityContext()))
        .withImagePullSecrets(merged.imagePullSecrets())
        .withInitContainers(
            state.spec().hasLauncher()
                ? List.of()
                : List.of(HistoryServerContainers.logDirectory(state)))
        .withContainers(HistoryServerContainers.historyServer(state))
        .withVolumes(volumes(state, merged.volumes()))
        .withNodeSelector(own.nodeSelector())
        .withTolerations(own.tolerations())
        .withAffinity(own.affinity())
        .withTopologySpreadConstraints(own.topologySpreadConstraints())
        .withPriorityClassName(own.priorityClassName())
        .withRuntimeClassName(own.runtimeClassName())
        .build();
  }

  /** The owner's fields win, except that the pod stays without root and with seccomp. */
  private static PodSecurityContext securityContext(@Nullable PodSecurityContext own) {
    PodSecurityContext ours =
        new PodSecurityContextBuilder()
            .withRunAsUser(USER)
            .withRunAsGroup(USER)
            .withFsGroup(USER)
            .withFsGroupChangePolicy("OnRootMismatch")
            .build();
    PodSecurityContext merged =
        own == null
            ? ours
            : Json.SERIALIZATION.convertValue(
                Json.over(Json.tree(ours), Json.tree(own)), PodSecurityContext.class);
    return merged.toBuilder()
        .withRunAsNonRoot(true)
        .withSeccompProfile(new SeccompProfileBuilder().withType("RuntimeDefault").build())
        .build();
  }

  private static List<Volume> volumes(DesiredState state, @Nullable List<Volume> own) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(
        new VolumeBuilder()
            .withName(CONFIG_VOLUME)
            .withNewConfigMap()
            .withName(Names.RESOURCE_NAME)
            .endConfigMap()
            .build());
    volumes.add(
        OwnedObjects.STORE_CLAIM.isWanted(state)
            ? new VolumeBuilder()
                .withName(STORE_VOLUME)
                .withNewPersistentVolumeClaim(OwnedObjects.STORE_CLAIM.name(), false)
                .build()
            : emptyDir(STORE_VOLUME, SparkProperties.STORE_SIZE));
    volumes.add(emptyDir(TMP_VOLUME, "1Gi"));
    if (own != null) {
      volumes.addAll(own);
    }
    return volumes;
  }

  private static Volume emptyDir(String name, String size) {
    EmptyDirVolumeSource source = new EmptyDirVolumeSource();
    source.setSizeLimit(new Quantity(size));
    return new VolumeBuilder().withName(name).withEmptyDir(source).build();
  }

  private static void addAll(Map<String, String> target, @Nullable Map<String, String> more) {
    if (more != null) {
      target.putAll(more);
    }
  }
}
