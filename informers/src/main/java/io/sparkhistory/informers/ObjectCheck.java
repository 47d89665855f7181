package io.sparkhistory.informers;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks whether an informer can read an object.
 *
 * <p>An object that cannot be read counts as absent: without the unreadable field it would have
 * another meaning. A server whose {@code suspend} or {@code serviceAccountName} is not understood
 * must not run as if the field were not set. The {@code status} of the custom resource is the
 * exception: it is left out, because the provisioner writes it again, and because a phase of a
 * newer version must not hide a server after a rollback. Unknown fields are ignored.
 *
 * <p>Managed fields and long annotations are left out of every object. Nothing here reads them, and
 * an editor of a namespace could fill the memory of both programs with them. An object from an
 * informer must therefore never replace the one in the cluster; patch it.
 */
final class ObjectCheck {
  /** Longest annotation that is kept, in characters. */
  static final int ANNOTATION = 8192;

  private final KubernetesSerialization serialization;

  /** Kind of the objects of a list or a watch; empty texts where it is not known. */
  record Kind(String apiVersion, String kind) {
    static final Kind UNKNOWN = new Kind("", "");

    boolean isKnown() {
      return !kind.isEmpty();
    }
  }

  /** Result of the check. */
  sealed interface Verdict {
    /**
     * The object can be read.
     *
     * @param object without what is never read
     * @param remark what else was left out; empty when nothing was
     */
    record Sound(String name, ObjectNode object, String remark) implements Verdict {}

    /**
     * It cannot be read.
     *
     * @param name namespace and name, as far as they are known
     * @param why a sentence without anything that the object contains but names of fields
     * @param remains its kind, name and version, by which it can be removed; empty when it has none
     */
    record Odd(String name, String why, Optional<ObjectNode> remains) implements Verdict {}
  }

  ObjectCheck(KubernetesSerialization serialization) {
    this.serialization = serialization;
  }

  /**
   * Checks an object.
   *
   * @param object is changed
   * @param excess what is too much about it; empty when nothing is
   */
  Verdict check(ObjectNode object, Kind expected, String excess) {
    Kind kind = expected.isKnown() ? expected : kindOf(object);
    JsonNode metadata = object.path("metadata");
    String why = excess.isEmpty() ? oddity(object, kind, metadata) : excess;
    if (why.isEmpty()) {
      return new Verdict.Sound(nameOf(metadata), object, "");
    }
    if (object.has("status") && isCustom(kind) && oddityWithoutStatus(object, kind).isEmpty()) {
      return new Verdict.Sound(nameOf(metadata), object, "its status is ignored, because " + why);
    }
    return new Verdict.Odd(nameOf(metadata), why, remains(kind, metadata));
  }

  private boolean isCustom(Kind kind) {
    return CustomResource.class.isAssignableFrom(typeOf(kind));
  }

  private String oddityWithoutStatus(ObjectNode object, Kind kind) {
    object.remove("status");
    return oddity(object, kind, object.path("metadata"));
  }

  private String oddity(ObjectNode object, Kind kind, JsonNode metadata) {
    Class<? extends KubernetesResource> type = typeOf(kind);
    if (!kind.isKnown()) {
      return "it has no kind";
    }
    if (!isOrMissing(object.path("kind"), kind.kind())
        || !isOrMissing(object.path("apiVersion"), kind.apiVersion())) {
      return "it is no " + kind.kind() + " of " + kind.apiVersion();
    }
    if (!(metadata instanceof ObjectNode fields)) {
      return "its metadata is missing";
    }
    for (String field : required(type)) {
      if (!isText(fields.path(field))) {
        return "metadata." + field + " is missing";
      }
    }
    object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    trim(fields);
    return read(object, type);
  }

  /** Fields of metadata that an informer needs to keep an object. */
  private static List<String> required(Class<?> type) {
    return Namespaced.class.isAssignableFrom(type) && type != GenericKubernetesResource.class
        ? List.of("name", "namespace", "resourceVersion")
        : List.of("name", "resourceVersion");
  }

  private static void trim(ObjectNode metadata) {
    metadata.remove("managedFields");
    if (metadata.path("annotations") instanceof ObjectNode annotations) {
      List<String> longOnes = new ArrayList<>();
      annotations
          .properties()
          .forEach(
              entry -> {
                if (entry.getValue().asText().length() > ANNOTATION) {
                  longOnes.add(entry.getKey());
                }
              });
      annotations.remove(longOnes);
    }
  }

  /** Reads the object as the informer will. */
  private String read(ObjectNode object, Class<? extends KubernetesResource> type) {
    try {
      KubernetesResource made = serialization.convertValue(object, type);
      boolean whole = made instanceof HasMetadata read && read.getMetadata() != null;
      return whole ? "" : "it has no metadata";
    } catch (RuntimeException e) {
      return reason(e) + " cannot be read as " + type.getSimpleName();
    }
  }

  /** Name of the field without its value, which may be a secret. */
  private static String reason(RuntimeException failure) {
    if (failure.getCause() instanceof JsonMappingException mapping) {
      String path =
          mapping.getPath().stream()
              .map(step -> step.getFieldName() == null ? "[]" : step.getFieldName())
              .collect(Collectors.joining("."));
      return path.isEmpty() ? "it" : path;
    }
    return "it";
  }

  private Class<? extends KubernetesResource> typeOf(Kind kind) {
    return Objects.requireNonNullElse(
        serialization.getRegisteredKubernetesResource(kind.apiVersion(), kind.kind()),
        GenericKubernetesResource.class);
  }

  private Optional<ObjectNode> remains(Kind kind, JsonNode metadata) {
    if (!kind.isKnown() || !isText(metadata.path("name"))) {
      return Optional.empty();
    }
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    rest.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    rest.set("metadata", isReadable(metadata) ? metadata : key(metadata));
    return Optional.of(rest);
  }

  /** Whether owners and labels, by which handlers find the tenant, can be read. */
  private boolean isReadable(JsonNode metadata) {
    try {
      return serialization.convertValue(metadata, ObjectMeta.class) != null
          && isText(metadata.path("resourceVersion"));
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static ObjectNode key(JsonNode metadata) {
    ObjectNode key = JsonNodeFactory.instance.objectNode();
    for (String field : List.of("namespace", "name", "resourceVersion")) {
      if (isText(metadata.path(field))) {
        key.set(field, metadata.path(field));
      }
    }
    return key;
  }

  private static Kind kindOf(ObjectNode object) {
    return new Kind(object.path("apiVersion").asText(""), object.path("kind").asText(""));
  }

  private static String nameOf(JsonNode metadata) {
    String name = metadata.path("name").asText("");
    String namespace = metadata.path("namespace").asText("");
    return (namespace.isEmpty() ? "" : namespace + "/") + (name.isEmpty() ? "(no name)" : name);
  }

  private static boolean isOrMissing(JsonNode value, String text) {
    return value.isMissingNode() || value.asText().equals(text);
  }

  static boolean isText(JsonNode value) {
    return value.isTextual() && !value.textValue().isEmpty();
  }
}
