package io.sparkhistory.provisioner.apply;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.sparkhistory.api.Names;
import io.sparkhistory.provisioner.spec.Json;
import java.net.HttpURLConnection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares objects with the cluster and writes them by server-side apply. It never writes an object
 * that is right already, never takes over an object of another owner, and keeps to the {@link
 * Pace}.
 */
public final class Applier {
  /**
   * Annotation with the checksum of what was applied. It shows that a field is no longer desired,
   * which a comparison of the desired fields does not.
   */
  static final String CHECKSUM = Names.GROUP + "/applied";

  /** Annotation that Helm gives to whatever it installs. */
  private static final String HELM_RELEASE = "meta.helm.sh/release-name";

  static final int UNPROCESSABLE = 422;

  /** Message for a field that cannot be changed (k8s.io/apimachinery, pkg/api/validation). */
  private static final Pattern IMMUTABLE =
      Pattern.compile("(?<field>[a-z][A-Za-z.]*): Invalid value: .*: field is immutable");

  private final KubernetesClient client;
  private final Pace pace;
  private final Runnable onWrite;

  /**
   * @param onWrite runs before each write
   */
  public Applier(KubernetesClient client, Pace pace, Runnable onWrite) {
    this.client = client;
    this.pace = pace;
    this.onWrite = onWrite;
  }

  /** Result of a write. */
  public sealed interface Result {
    record Written() implements Result {}

    /**
     * The object of this name has another owner.
     *
     * @param owner as far as the object names one; empty otherwise
     */
    record Foreign(String kind, String name, String owner) implements Result {}

    /**
     * The write changes an immutable field, such as a Deployment's selector.
     *
     * @param field path of the field
     */
    record Fixed(String kind, String name, String field) implements Result {}

    /**
     * The API server refuses the object.
     *
     * @param message of the API server
     */
    record Refused(String kind, String message) implements Result {}
  }

  /**
   * Compares the object with what the cluster has. Throws {@link KubernetesClientException} when
   * the API server cannot be asked.
   *
   * @param source event source of this kind, which knows a write before the watch does
   */
  public <T extends HasMetadata> Comparison<T> compare(
      T desired, InformerEventSource<T, ? extends HasMetadata> source) {
    T stamped = stamp(desired);
    Optional<T> actual = source.get(ResourceID.fromResource(desired)).or(() -> live(desired));
    if (actual.isEmpty()) {
      return new Comparison<>(stamped, source, Comparison.State.MISSING, "");
    }
    if (!sameOwner(desired, actual.get())) {
      return new Comparison<>(stamped, source, Comparison.State.FOREIGN, owner(actual.get()));
    }
    boolean differs = Drift.between(Json.tree(stamped), Json.tree(actual.get()));
    return new Comparison<>(
        stamped, source, differs ? Comparison.State.DIFFERENT : Comparison.State.SAME, "");
  }

  /**
   * Writes the object of a comparison. Throws {@link KubernetesClientException} when the API server
   * cannot be asked, when it has an error of its own, and when the namespace is being deleted.
   */
  public <T extends HasMetadata> Result write(Comparison<T> compared) {
    try {
      // what is not there is not forced: if somebody else makes it meanwhile, it stays theirs
      write(compared.desired(), compared.source(), compared.state() != Comparison.State.MISSING);
      return new Result.Written();
    } catch (KubernetesClientException e) {
      return refusal(compared.desired(), e);
    }
  }

  private <T extends HasMetadata> void write(
      T stamped, InformerEventSource<T, ? extends HasMetadata> source, boolean force) {
    pace.await();
    onWrite.run();
    PatchContext context =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Names.PROVISIONER)
            .withForce(force)
            .build();
    source.eventFilteringUpdateAndCacheResource(
        stamped, object -> client.resource(object).patch(context));
  }

  /**
   * Reads the object from the API server: informers have only objects with the provisioner's
   * labels.
   */
  private <T extends HasMetadata> Optional<T> live(T desired) {
    pace.await();
    return Optional.ofNullable(client.resource(desired).get());
  }

  private static Result refusal(HasMetadata desired, KubernetesClientException e) {
    if (Termination.ofNamespace(e)) {
      throw e;
    }
    String message = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
    Matcher fixed = IMMUTABLE.matcher(String.valueOf(message));
    if (e.getCode() == UNPROCESSABLE && fixed.find()) {
      return new Result.Fixed(
          desired.getKind(), desired.getMetadata().getName(), fixed.group("field"));
    }
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_CONFLICT ->
          new Result.Foreign(desired.getKind(), desired.getMetadata().getName(), "");
      case HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_FORBIDDEN, UNPROCESSABLE ->
          new Result.Refused(desired.getKind(), String.valueOf(message));
      default -> throw e;
    };
  }

  /**
   * Owner that the object names: an owner reference, a Helm release or the label of what manages
   * it.
   */
  private static String owner(HasMetadata actual) {
    List<OwnerReference> owners = actual.getMetadata().getOwnerReferences();
    if (!owners.isEmpty()) {
      return owners.get(0).getKind() + " " + owners.get(0).getName();
    }
    Map<String, String> annotations = actual.getMetadata().getAnnotations();
    String release = annotations == null ? null : annotations.get(HELM_RELEASE);
    if (release != null) {
      return "Helm release " + release;
    }
    Map<String, String> labels = actual.getMetadata().getLabels();
    return labels == null ? "" : labels.getOrDefault(Names.MANAGED_BY_LABEL, "");
  }

  private static boolean sameOwner(HasMetadata desired, HasMetadata actual) {
    String owner = desired.getMetadata().getOwnerReferences().get(0).getUid();
    return actual.getMetadata().getOwnerReferences().stream()
        .map(OwnerReference::getUid)
        .anyMatch(owner::equals);
  }

  @SuppressWarnings("unchecked") // a tree of a T becomes a T again
  static <T extends HasMetadata> T stamp(T desired) {
    JsonNode tree = Json.tree(desired);
    ObjectNode metadata = (ObjectNode) tree.get("metadata");
    metadata.withObject("/annotations").put(CHECKSUM, checksum(tree));
    return (T) Json.SERIALIZATION.convertValue(tree, desired.getClass());
  }

  private static String checksum(JsonNode tree) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(Json.SERIALIZATION.asJson(sorted(tree)).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The order of a map's keys may differ from run to run. */
  private static Object sorted(JsonNode tree) {
    if (tree.isObject()) {
      Map<String, Object> fields = new TreeMap<>();
      tree.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      return fields;
    }
    if (tree.isArray()) {
      List<Object> elements = new ArrayList<>();
      tree.forEach(element -> elements.add(sorted(element)));
      return elements;
    }
    return tree;
  }
}
