package io.sparkhistory.provisioner.objects;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.SparkHistoryServerSpec.PodTemplate;
import io.sparkhistory.provisioner.spec.SparkProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The history server, and where its image has no launcher the container before it. They run Java
 * without a shell and without Spark's scripts, which start a second JVM to build the command of the
 * first.
 */
final class HistoryServerContainers {
  private static final String CONFIG = "/etc/spark-history";

  private HistoryServerContainers() {}

  /**
   * Init container that creates each missing log directory, without which the history server ends
   * at once or, with several, goes on without it. With the cleaner, it also tries to write and
   * delete there; without it the folder may be read-only. The status is made of its termination
   * message, the last lines of its log.
   */
  static Container logDirectory(DesiredState state) {
    return base(state, "log-directory")
        .withCommand(
            "java",
            "-Xmx256m",
            HistoryServerCommand.SHORT_TRACES,
            // it runs for two seconds: half of the CPU of the defaults
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            HistoryServerCommand.classPath(state, CONFIG),
            "org.codehaus.janino.SimpleCompiler",
            CONFIG + "/" + LogDirectoryCheck.FILE,
            LogDirectoryCheck.CLASS)
        .addAllToCommand(state.spec().logDirectories().urls())
        .addToCommand(state.spec().cleanerInterval().isPresent() ? "write" : "read")
        .withVolumeMounts(mounts(state, false))
        .build();
  }

  static Container historyServer(DesiredState state) {
    return base(state, "history-server")
        .withCommand(HistoryServerCommand.of(state, CONFIG))
        .addNewPort()
        .withName(Names.PORT_NAME)
        .withContainerPort(Names.PORT)
        .withProtocol("TCP")
        .endPort()
        // somebody waits, so as often as the API allows; a busy node may make minutes of seconds
        .withStartupProbe(probe(1, 5, 300))
        // soon after that one: not every kubelet looks at once; a big log keeps one core busy for a
        // while, which is no reason to take the server away
        .withReadinessProbe(probe(2, 10, 12))
        .withLivenessProbe(probe(30, 30, 6))
        .withVolumeMounts(mounts(state, true))
        .build();
  }

  private static ContainerBuilder base(DesiredState state, String name) {
    return new ContainerBuilder()
        .withName(name)
        .withImage(state.spec().image())
        .withImagePullPolicy(requireNonNull(state.spec().merged().imagePullPolicy()).text())
        .withEnv(env(state))
        .withResources(state.spec().merged().resources())
        .withSecurityContext(restricted())
        .withTerminationMessagePolicy("FallbackToLogsOnError");
  }

  /** Variables with unique names, as server-side apply requires; the owner's win. */
  private static List<EnvVar> env(DesiredState state) {
    Map<String, EnvVar> env = new LinkedHashMap<>();
    String secret = state.spec().s3().credentialsSecretName();
    if (secret != null) {
      env.put("AWS_ACCESS_KEY_ID", fromSecret("AWS_ACCESS_KEY_ID", secret, false));
      env.put("AWS_SECRET_ACCESS_KEY", fromSecret("AWS_SECRET_ACCESS_KEY", secret, false));
      env.put("AWS_SESSION_TOKEN", fromSecret("AWS_SESSION_TOKEN", secret, true));
    }
    if (secret == null && state.spec().readsS3()) {
      env.put(
          SparkProperties.NO_NODE_ROLE,
          new EnvVarBuilder().withName(SparkProperties.NO_NODE_ROLE).withValue("true").build());
    }
    PodTemplate own = state.spec().merged().podTemplate();
    if (own != null && own.env() != null) {
      own.env().forEach(each -> env.put(each.getName(), each));
    }
    return List.copyOf(env.values());
  }

  private static EnvVar fromSecret(String key, String secret, boolean optional) {
    return new EnvVarBuilder()
        .withName(key)
        .withNewValueFrom()
        .withNewSecretKeyRef(key, secret, optional)
        .endValueFrom()
        .build();
  }

  private static SecurityContext restricted() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }

  private static Probe probe(int period, int timeout, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath("/api/v1/version")
        .withPort(new IntOrString(Names.PORT_NAME))
        .endHttpGet()
        .withPeriodSeconds(period)
        .withTimeoutSeconds(timeout)
        .withFailureThreshold(failures)
        .build();
  }

  private static List<VolumeMount> mounts(DesiredState state, boolean store) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(mount(HistoryServerPod.CONFIG_VOLUME, CONFIG, true));
    if (store) {
      mounts.add(mount(HistoryServerPod.STORE_VOLUME, SparkProperties.STORE, false));
    }
    mounts.add(mount(HistoryServerPod.TMP_VOLUME, "/tmp", false));
    List<VolumeMount> own = state.spec().merged().volumeMounts();
    if (own != null) {
      mounts.addAll(own);
    }
    return mounts;
  }

  private static VolumeMount mount(String volume, String path, boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(volume)
        .withMountPath(path)
        .withReadOnly(readOnly ? true : null)
        .build();
  }
}
