package io.sparkhistory.provisioner.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.sparkhistory.api.Reason;
import io.sparkhistory.api.SparkHistoryServerSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits of resources, from the cluster's defaults. Null means unlimited, except for {@code
 * hostPath}; image and service account of the defaults are always allowed.
 *
 * @param memory largest memory limit of a history server
 * @param images allowed images; one that ends with {@code *} allows everything that begins so
 * @param serviceAccounts allowed service accounts
 * @param logDirectories allowed log directories and everything below them; {@code {namespace}}
 *     stands for the resource's namespace
 * @param hostPath whether volumes may be folders of the node; null means no
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Limits(
    @Nullable Quantity memory,
    @Nullable List<String> images,
    @Nullable List<String> serviceAccounts,
    @Nullable List<String> logDirectories,
    @Nullable Boolean hostPath) {

  /** Limits without any but {@code hostPath}. */
  public static final Limits NONE = new Limits(null, null, null, null, null);

  /** Refusals of what exceeds the limits. */
  List<Refusal> check(SparkHistoryServerSpec own, SparkHistoryServerSpec merged, Place place) {
    List<Refusal> found = new ArrayList<>();
    checkMemory(merged, found);
    if (images != null && own.image() != null && !allowsImage(images, own.image())) {
      found.add(beyond("image " + own.image() + " is not allowed here", list(images)));
    }
    String account = own.serviceAccountName();
    if (serviceAccounts != null && account != null && !serviceAccounts.contains(account)) {
      found.add(beyond("service account " + account + " is not allowed", list(serviceAccounts)));
    }
    boolean ownPlace =
        own.logDirectory() != null || own.logDirectories() != null || own.s3() != null;
    if (logDirectories != null && ownPlace) {
      List<String> allowed = logDirectories.stream().map(place::fill).toList();
      for (String directory : place.logDirectories()) {
        if (allowed.stream().noneMatch(each -> isBelow(each, directory))) {
          found.add(beyond("log directory " + directory + " is not allowed", list(allowed)));
        }
      }
    }
    if (!Boolean.TRUE.equals(hostPath) && hasHostPath(merged)) {
      found.add(beyond("volumes that are folders of the node are not allowed", "Use another kind"));
    }
    return found;
  }

  private void checkMemory(SparkHistoryServerSpec merged, List<Refusal> found) {
    if (memory == null || merged.resources() == null) {
      return;
    }
    Quantity asked = merged.resources().getLimits().get("memory");
    if (asked != null && asked.getNumericalAmount().compareTo(memory.getNumericalAmount()) > 0) {
      found.add(beyond("a memory limit of " + asked + " is too large", "Allowed: up to " + memory));
    }
  }

  private static boolean allowsImage(List<String> allowed, String image) {
    return allowed.stream()
        .anyMatch(
            each ->
                each.endsWith("*")
                    ? image.startsWith(each.substring(0, each.length() - 1))
                    : image.equals(each));
  }

  private static boolean isBelow(String allowed, String directory) {
    String folder = allowed.endsWith("/") ? allowed : allowed + "/";
    return directory.equals(allowed) || (directory + "/").startsWith(folder);
  }

  private static boolean hasHostPath(SparkHistoryServerSpec merged) {
    return merged.volumes() != null
        && merged.volumes().stream().map(Volume::getHostPath).anyMatch(path -> path != null);
  }

  private static String list(List<String> allowed) {
    return "Allowed: " + String.join(", ", allowed);
  }

  private static Refusal beyond(String what, String allowed) {
    return new Refusal(
        Reason.LIMIT_EXCEEDED,
        Secrets.UNKNOWN.hide("Limit of this cluster: " + what)
            + ". "
            + allowed
            + ", or ask the platform team.");
  }

  /**
   * Where the logs are.
   *
   * @param logDirectories the URLs, without placeholders
   */
  record Place(String namespace, List<String> logDirectories) {
    String fill(String template) {
      return template.replace("{namespace}", namespace);
    }
  }
}
