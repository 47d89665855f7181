package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.provisioner.spec.EffectiveSpec;
import io.sparkhistory.provisioner.spec.SparkProperties;
import java.util.Map;
import java.util.TreeMap;

/**
 * A history server as it shall be.
 *
 * @param awake whether its pod shall run
 * @param attempt tells the pod of a fresh start from the ones before; empty until there was one. It
 *     is taken over from the Deployment, because another one rolls the pod
 */
public record Wanted(
    SparkHistoryServer resource,
    EffectiveSpec spec,
    ClusterSettings cluster,
    boolean awake,
    String attempt) {

  /** Annotation of the pod with its attempt. */
  public static final String ATTEMPT = Names.GROUP + "/started-afresh-at";

  /** Annotation of the pod with the checksum of its settings. */
  public static final String CHECKSUM = Names.GROUP + "/config-checksum";

  /** One that was never started afresh. */
  public Wanted(
      SparkHistoryServer resource, EffectiveSpec spec, ClusterSettings cluster, boolean awake) {
    this(resource, spec, cluster, awake, "");
  }

  /** The same with another pod. */
  public Wanted afresh(String newAttempt) {
    return new Wanted(resource, spec, cluster, awake, newAttempt);
  }

  /** The same, running or not. */
  public Wanted awake(boolean run) {
    return new Wanted(resource, spec, cluster, run, attempt);
  }

  /** Labels by which its pod is found, and by which everything of it is known. */
  public static Map<String, String> labels() {
    return new TreeMap<>(
        Map.of(Names.NAME_LABEL, Names.RESOURCE_NAME, Names.MANAGED_BY_LABEL, Names.PROVISIONER));
  }

  public String namespace() {
    return resource.getMetadata().getNamespace();
  }

  /** Path under which browsers see it. */
  String base() {
    return cluster.pathOf(namespace());
  }

  /** SHA-256 of its settings; a pod with another one is of another configuration. */
  public String checksum() {
    return HistoryServerConfigMap.checksum(this);
  }

  /** Its Spark properties. */
  public SparkProperties properties() {
    return SparkProperties.of(spec, base());
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
