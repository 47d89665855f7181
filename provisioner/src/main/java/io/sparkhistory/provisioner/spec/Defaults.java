package io.sparkhistory.provisioner.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparkhistory.api.SparkHistoryServerSpec;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The cluster's defaults: one YAML file with {@code spec}, in the shape of the resource's, and
 * {@code limits}. What it leaves out is built in.
 */
public final class Defaults {
  private static final String BUILT_IN =
      """
      spec:
        logDirectory: s3a://{bucket}/pipelines/{namespace}/history
        imagePullPolicy: IfNotPresent
        launcher: None
        serviceAccountName: default-editor
        resources:
          requests: {cpu: 100m, memory: 512Mi}
          limits: {cpu: "1", memory: 1Gi}
        cleaner: {enabled: true, maxAge: 30d, interval: 1d}
        idleTimeout: 30m
        suspend: false
        liveApplications: {enabled: true}
      """;

  private static final JsonNode NO_LAUNCHER =
      Json.SERIALIZATION.unmarshal("launcher: None", JsonNode.class);

  private final JsonNode spec;
  private final Limits limits;

  private Defaults(JsonNode spec, Limits limits) {
    this.spec = spec;
    this.limits = limits;
  }

  /** What is built in. */
  public static Defaults builtIn() {
    return new Defaults(
        Json.SERIALIZATION.unmarshal(BUILT_IN, JsonNode.class).get("spec"), Limits.NONE);
  }

  /**
   * Reads the file's text. Throws {@link IllegalArgumentException} with every unknown key, or with
   * what is wrong with the YAML.
   */
  public static Defaults parse(String yaml) {
    if (yaml.isBlank()) {
      return builtIn();
    }
    JsonNode given = tree(yaml);
    File file = read(given);
    List<String> unknown = Json.unknown("", given, Json.tree(file));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown key "
              + String.join(", ", unknown.stream().map(key -> key.substring(1)).toList()));
    }
    if (given.at("/spec/logDirectory").isTextual() && given.at("/spec").has("logDirectories")) {
      throw new IllegalArgumentException(
          "spec.logDirectory and spec.logDirectories both say where the logs are: remove one");
    }
    JsonNode spec =
        file.spec() == null ? Json.tree(SparkHistoryServerSpec.EMPTY) : Json.tree(file.spec());
    return new Defaults(
        Json.over(builtIn().spec, spec), file.limits() == null ? Limits.NONE : file.limits());
  }

  /**
   * The resource's spec over these defaults. What they say of the launcher is true of their image
   * alone.
   */
  SparkHistoryServerSpec under(SparkHistoryServerSpec own) {
    JsonNode base = own.image() == null ? spec : Json.over(spec, NO_LAUNCHER);
    return Json.SERIALIZATION.convertValue(
        Json.over(base, Json.tree(own)), SparkHistoryServerSpec.class);
  }

  Limits limits() {
    return limits;
  }

  /** The default log directory with its placeholders. */
  String logDirectoryTemplate() {
    return spec.get("logDirectory").asText();
  }

  private static JsonNode tree(String yaml) {
    try {
      JsonNode given = Json.SERIALIZATION.unmarshal(yaml, JsonNode.class);
      if (!given.isObject()) {
        throw new IllegalArgumentException("expected the keys 'spec' and 'limits'");
      }
      return given;
    } catch (KubernetesClientException | YamlEngineException e) {
      throw new IllegalArgumentException(cause(e), e);
    }
  }

  private static File read(JsonNode given) {
    try {
      return Json.SERIALIZATION.convertValue(given, File.class);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(cause(e), e);
    }
  }

  /**
   * First line of the innermost message: the rest names Java classes. Of a value in the wrong place
   * only the place is told, because what is put there by mistake may be a secret.
   */
  private static String cause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof JsonMappingException wrong) {
      return wrong.getPath().stream().map(Defaults::step).collect(Collectors.joining("."))
          + " cannot have this value";
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("cannot be read");
  }

  private static String step(JsonMappingException.Reference step) {
    return step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName();
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  record File(@Nullable SparkHistoryServerSpec spec, @Nullable Limits limits) {}
}
