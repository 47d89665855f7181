package io.sparkhistory.provisioner;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.provisioner.configuration.ProvisionerConfig;
import io.sparkhistory.provisioner.objects.DesiredState;
import io.sparkhistory.provisioner.objects.OwnedObjects;
import io.sparkhistory.provisioner.spec.Defaults;
import io.sparkhistory.provisioner.spec.EffectiveSpec;
import io.sparkhistory.provisioner.spec.Json;
import io.sparkhistory.provisioner.spec.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Prints the objects of a resource as they are during a visit. */
final class Render {
  /** Placeholder for the UID, which the API server sets. */
  private static final String NO_IDENTITY = "00000000-0000-0000-0000-000000000000";

  private Render() {}

  /**
   * The objects as YAML documents. Throws {@link IllegalArgumentException} with what is wrong with
   * the resource or the defaults, {@link IOException} when a file cannot be read.
   */
  static String render(ProvisionerConfig config, String file, InputStream input)
      throws IOException {
    SparkHistoryServer resource = resource(text(file, input));
    EffectiveSpec.Result result = EffectiveSpec.of(resource, defaults(config));
    if (result instanceof EffectiveSpec.Result.Refused refused) {
      throw new IllegalArgumentException(
          refused.refusals().stream().map(Refusal::message).collect(Collectors.joining("\n")));
    }
    EffectiveSpec spec = ((EffectiveSpec.Result.Accepted) result).spec();
    DesiredState desired = DesiredState.of(resource, spec, config.cluster(), !spec.suspended());
    return OwnedObjects.of(desired).stream()
        .map(Json.SERIALIZATION::asYaml)
        .collect(Collectors.joining());
  }

  /** Defaults as the file has them now. */
  private static Defaults defaults(ProvisionerConfig config) throws IOException {
    if (config.defaults().isEmpty()) {
      return Defaults.builtIn();
    }
    Path file = config.defaults().get();
    try {
      return Defaults.parse(Files.readString(file, UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static SparkHistoryServer resource(String yaml) {
    SparkHistoryServer resource;
    try {
      resource = Json.SERIALIZATION.unmarshal(yaml, SparkHistoryServer.class);
    } catch (KubernetesClientException | YamlEngineException e) {
      throw new IllegalArgumentException("The file is not a " + Names.KIND + " in YAML.", e);
    }
    if (resource == null || !Names.KIND.equals(resource.getKind()) || !yaml.contains(Names.KIND)) {
      throw new IllegalArgumentException("The file does not hold a " + Names.KIND + ".");
    }
    if (resource.getMetadata().getNamespace() == null) {
      resource.getMetadata().setNamespace("default");
    }
    resource.getMetadata().setUid(NO_IDENTITY);
    return resource;
  }

  private static String text(String file, InputStream input) throws IOException {
    return file.equals("-")
        ? new String(input.readAllBytes(), UTF_8)
        : Files.readString(Path.of(file), UTF_8);
  }
}
