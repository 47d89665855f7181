package io.sparkhistory.provisioner.spec;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Quantity;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.Reason;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.api.SparkHistoryServerSpec;
import io.sparkhistory.api.SparkHistoryServerSpec.Cleaner;
import io.sparkhistory.api.SparkHistoryServerSpec.LiveApplications;
import io.sparkhistory.api.SparkHistoryServerSpec.S3;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Spec of a resource with all defaults filled in.
 *
 * @param namespace the resource's
 * @param merged the resource's spec over the defaults
 * @param logDirectories where the event logs are
 * @param image the image with its tag
 * @param hadoopVersion of the image
 * @param heapMebibytes largest heap of the JVM
 */
public record EffectiveSpec(
    String namespace,
    SparkHistoryServerSpec merged,
    LogDirectories logDirectories,
    String image,
    SparkVersion sparkVersion,
    HadoopVersion hadoopVersion,
    int heapMebibytes) {

  /** Smallest heap that can list logs and replay a small one. */
  static final int SMALLEST_HEAP = 256;

  private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1024L * 1024);

  /** Effective spec, or the refusals of a resource. */
  public sealed interface Result {
    record Accepted(EffectiveSpec spec) implements Result {}

    /** At least one. */
    record Refused(List<Refusal> refusals) implements Result {}
  }

  /** Merges the resource into the defaults and checks the result. */
  public static Result of(SparkHistoryServer resource, Defaults defaults) {
    SparkHistoryServerSpec own = resource.getSpec();
    String namespace = resource.getMetadata().getNamespace();
    SparkHistoryServerSpec merged = defaults.under(own);
    List<Refusal> refusals = new ArrayList<>();
    checkNames(resource, refusals);
    checkDurations(merged, refusals);
    KeptStore.check(merged, refusals);
    Optional<SparkVersion> version = version(own, merged, refusals);
    checkSupported(version, refusals);
    LogDirectories directories = LogDirectories.of(own, merged, namespace, defaults);
    directories.problems(version).forEach(problem -> refusals.add(invalid(problem)));
    Optional<HadoopVersion> hadoop = hadoop(own, merged, refusals);
    String image = image(merged, version, refusals);
    int heap = heap(merged, refusals);
    Limits.Place place = new Limits.Place(namespace, directories.urls());
    refusals.addAll(defaults.limits().check(own, merged, place));
    if (!refusals.isEmpty() || version.isEmpty()) {
      return new Result.Refused(refusals);
    }
    SparkVersion spark = version.get();
    HadoopVersion its = hadoop.orElseGet(() -> HadoopVersion.of(spark));
    return new Result.Accepted(
        new EffectiveSpec(namespace, merged, directories, image, spark, its, heap));
  }

  /** Time that it stays awake after a visit; empty when it never sleeps. */
  public Optional<Duration> idleTimeout() {
    String text = requireNonNull(merged.idleTimeout());
    return text.equals("never") ? Optional.empty() : Optional.of(Durations.parse(text));
  }

  /** Whether the image has the launcher, which makes the log folder in the server's own JVM. */
  public boolean hasLauncher() {
    return merged.launcher() == SparkHistoryServerSpec.Launcher.IMAGE;
  }

  public boolean suspended() {
    return Boolean.TRUE.equals(merged.suspend());
  }

  /** Whether the gateway shows running applications. */
  public boolean showsLiveApplications() {
    LiveApplications live = requireNonNull(merged.liveApplications());
    return !Boolean.FALSE.equals(live.enabled());
  }

  public Cleaner cleaner() {
    return requireNonNull(merged.cleaner());
  }

  /** Interval of the cleaner; empty when it is switched off. */
  public Optional<Duration> cleanerInterval() {
    return Boolean.FALSE.equals(cleaner().enabled())
        ? Optional.empty()
        : Optional.of(Durations.parse(requireNonNull(cleaner().interval())));
  }

  /** Age at which the cleaner deletes a log; empty when it is switched off. */
  public Optional<Duration> cleanerMaxAge() {
    return cleanerInterval().map(on -> Durations.parse(requireNonNull(cleaner().maxAge())));
  }

  /** Where the bucket is, with nothing set when nothing is known. */
  public S3 s3() {
    return requireNonNullElse(merged.s3(), new S3(null, null, null, null, null));
  }

  /** Memory limit of the container, such as {@code 1Gi}. */
  public String memoryLimit() {
    return String.valueOf(requireNonNull(merged.resources()).getLimits().get("memory"));
  }

  /** What the resource and the defaults keep secret. */
  public Secrets secrets() {
    return Secrets.of(merged);
  }

  /** Volume of a store that is kept; empty when there is none, or no store on disk at all. */
  public Optional<KeptStore> keptStore() {
    return SparkProperties.hasDiskStore(this) ? KeptStore.of(merged) : Optional.empty();
  }

  /** URL of the log directory; several have commas between them. */
  public String logDirectory() {
    return logDirectories.joined();
  }

  /** Whether a log directory is in S3. */
  public boolean readsS3() {
    return reads("s3a:");
  }

  /** Whether a log directory is in Google Cloud Storage. */
  boolean readsGoogle() {
    return reads("gs:");
  }

  private boolean reads(String scheme) {
    return logDirectories.urls().stream().anyMatch(url -> url.startsWith(scheme));
  }

  private static void checkNames(SparkHistoryServer resource, List<Refusal> refusals) {
    String namespace = resource.getMetadata().getNamespace();
    if (Names.RESERVED_NAMESPACES.contains(namespace)) {
      refusals.add(
          new Refusal(
              Reason.RESERVED_NAMESPACE,
              "A namespace called '"
                  + namespace
                  + "' cannot have a history server, because Spark uses that word in its own"
                  + " paths. Use a namespace with another name."));
    }
    if (!Names.RESOURCE_NAME.equals(resource.getMetadata().getName())) {
      refusals.add(invalid("The resource must be called '" + Names.RESOURCE_NAME + "': rename it"));
    }
  }

  private static void checkDurations(SparkHistoryServerSpec merged, List<Refusal> refusals) {
    Cleaner cleaner = requireNonNull(merged.cleaner());
    checkDuration("cleaner.maxAge", cleaner.maxAge(), refusals);
    checkDuration("cleaner.interval", cleaner.interval(), refusals);
    if (!"never".equals(merged.idleTimeout())) {
      checkDuration("idleTimeout", merged.idleTimeout(), refusals);
    }
  }

  private static void checkDuration(String field, @Nullable String text, List<Refusal> refusals) {
    try {
      Durations.parse(String.valueOf(text));
    } catch (IllegalArgumentException e) {
      refusals.add(invalid(field + ": " + e.getMessage()));
    }
  }

  private static Optional<SparkVersion> version(
      SparkHistoryServerSpec own, SparkHistoryServerSpec merged, List<Refusal> refusals) {
    String said = own.sparkVersion();
    if (said == null && merged.image() != null) {
      Optional<SparkVersion> tagged = SparkVersion.ofImage(merged.image());
      if (tagged.isPresent()) {
        return tagged;
      }
    }
    String text = merged.sparkVersion();
    if (text == null && merged.image() == null) {
      // said already
      return Optional.empty();
    }
    if (text == null) {
      refusals.add(invalid("The image's tag does not say which Spark is in it: set sparkVersion"));
      return Optional.empty();
    }
    try {
      return Optional.of(SparkVersion.parse(text));
    } catch (IllegalArgumentException e) {
      refusals.add(invalid("sparkVersion: " + e.getMessage()));
      return Optional.empty();
    }
  }

  private static void checkSupported(Optional<SparkVersion> version, List<Refusal> refusals) {
    version
        .filter(found -> !found.isSupported())
        .map(
            old ->
                invalid(
                    "Spark "
                        + old
                        + " is not supported: use an image with Spark 3.2 or newer, which reads the"
                        + " logs of older ones, and set sparkVersion to it"))
        .ifPresent(refusals::add);
  }

  /**
   * Hadoop version that is configured. The one of the defaults belongs to the image of the
   * defaults.
   */
  private static Optional<HadoopVersion> hadoop(
      SparkHistoryServerSpec own, SparkHistoryServerSpec merged, List<Refusal> refusals) {
    boolean ownImage = own.image() != null || own.sparkVersion() != null;
    String text = ownImage ? own.hadoopVersion() : merged.hadoopVersion();
    try {
      return Optional.ofNullable(text).map(HadoopVersion::parse);
    } catch (IllegalArgumentException e) {
      refusals.add(invalid("hadoopVersion: " + e.getMessage()));
      return Optional.empty();
    }
  }

  private static String image(
      SparkHistoryServerSpec merged, Optional<SparkVersion> version, List<Refusal> refusals) {
    String image = merged.image();
    if (image == null) {
      refusals.add(
          invalid(
              "No image is known: set image, or ask the platform team to set it in the"
                  + " provisioner's defaults"));
      return "";
    }
    String tag =
        merged.sparkVersion() == null
            ? version.map(SparkVersion::toString).orElse("")
            : merged.sparkVersion();
    return image.replace("{sparkVersion}", tag);
  }

  /**
   * Heap of two thirds of the memory limit: metaspace, code, threads and direct buffers need the
   * rest.
   */
  private static int heap(SparkHistoryServerSpec merged, List<Refusal> refusals) {
    Quantity limit = requireNonNull(merged.resources()).getLimits().get("memory");
    int heap =
        requireNonNull(limit)
            .getNumericalAmount()
            .divideToIntegralValue(MEBIBYTE)
            .multiply(BigDecimal.valueOf(2))
            .divideToIntegralValue(BigDecimal.valueOf(3))
            .intValue();
    if (heap < SMALLEST_HEAP) {
      refusals.add(
          invalid(
              "A memory limit of "
                  + limit
                  + " is too small: set resources.limits.memory to at least 384Mi"));
    }
    return heap;
  }

  private static Refusal invalid(String message) {
    return new Refusal(Reason.INVALID_SPEC, Secrets.UNKNOWN.hide(message) + ".");
  }
}
