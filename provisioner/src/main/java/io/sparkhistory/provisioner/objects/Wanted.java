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
 */
public record Wanted(
    SparkHistoryServer resource, EffectiveSpec spec, ClusterSettings cluster, boolean awake) {

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
