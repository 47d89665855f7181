package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.provisioner.spec.EffectiveSpec;
import io.sparkhistory.provisioner.spec.SparkProperties;
import java.util.Map;
import java.util.TreeMap;

/** Desired state of a history server, of which its objects are made. Immutable. */
public final class DesiredState {

  /** Annotation of the pod with its attempt. */
  public static final String ATTEMPT = Names.GROUP + "/started-afresh-at";

  /** Annotation of the pod with the checksum of its settings. */
  public static final String CHECKSUM = Names.GROUP + "/config-checksum";

  private final SparkHistoryServer resource;
  private final EffectiveSpec spec;
  private final ClusterSettings cluster;
  private final SettingsFiles settings;
  private final boolean awake;
  private final String attempt;

  private DesiredState(
      SparkHistoryServer resource,
      EffectiveSpec spec,
      ClusterSettings cluster,
      SettingsFiles settings,
      boolean awake,
      String attempt) {
    this.resource = resource;
    this.spec = spec;
    this.cluster = cluster;
    this.settings = settings;
    this.awake = awake;
    this.attempt = attempt;
  }

  /**
   * State of a server that was never restarted.
   *
   * @param awake whether its pod shall run
   */
  public static DesiredState of(
      SparkHistoryServer resource, EffectiveSpec spec, ClusterSettings cluster, boolean awake) {
    String base = cluster.pathOf(resource.getMetadata().getNamespace());
    SettingsFiles settings = SettingsFiles.of(SparkProperties.of(spec, base), spec.hasLauncher());
    return new DesiredState(resource, spec, cluster, settings, awake, "");
  }

  /**
   * The same with another pod.
   *
   * @param newAttempt tells the pod of a restart from the ones before; empty until there was one.
   *     It is taken over from the Deployment, because another one replaces the pod
   */
  public DesiredState restarted(String newAttempt) {
    return new DesiredState(resource, spec, cluster, settings, awake, newAttempt);
  }

  /** The same, running or not. */
  public DesiredState awake(boolean run) {
    return new DesiredState(resource, spec, cluster, settings, run, attempt);
  }

  /** Labels by which its pod is found, and by which everything of it is known. */
  public static Map<String, String> labels() {
    return new TreeMap<>(
        Map.of(Names.NAME_LABEL, Names.RESOURCE_NAME, Names.MANAGED_BY_LABEL, Names.PROVISIONER));
  }

  SparkHistoryServer resource() {
    return resource;
  }

  public EffectiveSpec spec() {
    return spec;
  }

  ClusterSettings cluster() {
    return cluster;
  }

  boolean awake() {
    return awake;
  }

  String attempt() {
    return attempt;
  }

  public String namespace() {
    return resource.getMetadata().getNamespace();
  }

  /** Path under which browsers see it. */
  String base() {
    return cluster.pathOf(namespace());
  }

  /** Files of its settings, by name. */
  Map<String, String> files() {
    return settings.files();
  }

  /** SHA-256 of its settings; a pod with another one is of another configuration. */
  public String checksum() {
    return settings.checksum();
  }

  /** Its Spark properties. */
  public SparkProperties properties() {
    return settings.properties();
  }

  /**
   * Metadata of an object that goes when the resource goes. Owner deletion is not blocked: that
   * would need a right on finalizers, and nothing here has to go first.
   */
  ObjectMeta metadata(String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(namespace())
        .withLabels(labels())
        .addNewOwnerReference()
        .withApiVersion(Names.GROUP + "/" + Names.VERSION)
        .withKind(Names.KIND)
        .withName(resource.getMetadata().getName())
        .withUid(resource.getMetadata().getUid())
        .withController(true)
        .endOwnerReference()
        .build();
  }
}
