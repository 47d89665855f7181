package io.sparkhistory.provisioner.spec;

import static java.util.Objects.requireNonNull;

import io.sparkhistory.api.Names;
import io.sparkhistory.api.SparkHistoryServerSpec.PodTemplate;
import io.sparkhistory.api.SparkHistoryServerSpec.S3;
import io.sparkhistory.historyserver.GoogleConnector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The Spark properties of a history server.
 *
 * @param values by key, in order
 * @param ignored keys of {@code sparkConf} with values that routing or security need otherwise
 */
public record SparkProperties(SortedMap<String, String> values, Set<String> ignored) {
  /** Where the history server keeps what it has read of the logs; a volume of its own. */
  public static final String STORE = "/var/spark-history";

  /**
   * Largest size of {@link #STORE} without a volume that is kept; Spark is told to stay a fifth
   * below it.
   */
  public static final String STORE_SIZE = "10Gi";

  /** Environment variable that keeps AWS SDKs from the node's role, when it is {@code true}. */
  public static final String NO_NODE_ROLE = "AWS_EC2_METADATA_DISABLED";

  private static final String LOG_DIRECTORY = "spark.history.fs.logDirectory";

  /** In Spark from 4.2.0 on, with as many names as there are folders. */
  private static final String LOG_DIRECTORY_NAMES = LOG_DIRECTORY + ".names";

  private static final String HADOOP = "spark.hadoop.";
  private static final String S3A = HADOOP + "fs.s3a.";
  private static final String ARCHITECTURE = "kubernetes.io/arch";

  /**
   * Spark's own policy, which lets no script run but those of its pages: in Spark from 4.2.0 on,
   * off by default there. Older ones ignore it.
   */
  private static final String CONTENT_SECURITY_POLICY = "spark.ui.contentSecurityPolicy.enabled";

  /**
   * What {@code sparkConf} cannot change: the port, the paths, the place that limits speak of, and
   * what keeps scripts out of pages that are below the dashboard's origin.
   */
  private static final Set<String> PROTECTED =
      Set.of(
          LOG_DIRECTORY,
          LOG_DIRECTORY_NAMES,
          "spark.history.store.path",
          "spark.history.ui.port",
          CONTENT_SECURITY_POLICY,
          "spark.ui.proxyBase",
          "spark.ui.proxyRedirectUri",
          "spark.ui.reverseProxy",
          "spark.ui.reverseProxyUrl");

  /** The placeholder, and not Spark's own ones, such as {@code {{APP_ID}}}. */
  private static final Pattern NAMESPACE = Pattern.compile("(?<![{])[{]namespace[}](?![}])");

  /** With TLS the server would listen elsewhere, behind a certificate that nobody expects. */
  private static final List<String> PROTECTED_PREFIXES = List.of("spark.ssl.");

  /**
   * The properties of one server.
   *
   * @param base path under which browsers see it, such as {@code /sparkhistory/team-a}
   */
  public static SparkProperties of(EffectiveSpec spec, String base) {
    SortedMap<String, String> values = new TreeMap<>();
    values.put(LOG_DIRECTORY, spec.logDirectory());
    if (spec.logDirectories().isNamed()) {
      values.put(LOG_DIRECTORY_NAMES, String.join(",", spec.logDirectories().names()));
    }
    values.put("spark.history.ui.port", String.valueOf(Names.PORT));
    values.put("spark.ui.proxyBase", base);
    values.put(CONTENT_SECURITY_POLICY, "true");
    cleaner(spec, values);
    store(spec, values);
    if (spec.readsS3()) {
      s3a(spec, values);
    }
    if (spec.readsGoogle()) {
      for (String setting : GoogleConnector.SETTINGS) {
        int end = setting.indexOf('=');
        values.put(HADOOP + setting.substring(0, end), setting.substring(end + 1));
      }
    }
    Set<String> ignored = new TreeSet<>();
    Map<String, String> own = spec.merged().sparkConf();
    if (own != null) {
      own.forEach(
          (key, value) -> {
            if (isProtected(key)) {
              if (!value.equals(values.get(key))) {
                ignored.add(key);
              }
            } else {
              values.put(key, NAMESPACE.matcher(value).replaceAll(spec.namespace()));
            }
          });
    }
    return new SparkProperties(values, ignored);
  }

  /** The properties of Hadoop among them, with the names that Hadoop knows. */
  public SortedMap<String, String> hadoop() {
    SortedMap<String, String> hadoop = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(HADOOP)) {
            hadoop.put(key.substring(HADOOP.length()), value);
          }
        });
    return hadoop;
  }

  private static boolean isProtected(String key) {
    return PROTECTED.contains(key) || PROTECTED_PREFIXES.stream().anyMatch(key::startsWith);
  }

  private static void cleaner(EffectiveSpec spec, Map<String, String> values) {
    boolean enabled = spec.cleanerInterval().isPresent();
    values.put("spark.history.fs.cleaner.enabled", String.valueOf(enabled));
    if (enabled) {
      values.put("spark.history.fs.cleaner.maxAge", requireNonNull(spec.cleaner().maxAge()));
      values.put("spark.history.fs.cleaner.interval", requireNonNull(spec.cleaner().interval()));
    }
  }

  /** Big logs are replayed into memory first and to disk behind it, where a disk can be used. */
  private static void store(EffectiveSpec spec, Map<String, String> values) {
    if (!hasDiskStore(spec)) {
      return;
    }
    values.put("spark.history.store.path", STORE);
    values.put(
        "spark.history.store.maxDiskUsage",
        spec.keptStore().map(kept -> kept.usableMebibytes() + "m").orElse("8g"));
    values.put("spark.history.store.hybridStore.enabled", "true");
    values.put("spark.history.store.hybridStore.maxMemoryUsage", spec.heapMebibytes() / 3 + "m");
    if (hasRocks(spec)) {
      values.put("spark.history.store.hybridStore.diskBackend", "ROCKSDB");
    }
  }

  /** Whether a server of this spec keeps a store on disk. */
  static boolean hasDiskStore(EffectiveSpec spec) {
    return hasRocks(spec) || isIntel(spec);
  }

  private static boolean hasRocks(EffectiveSpec spec) {
    return spec.sparkVersion().isAtLeast(3, 3);
  }

  /**
   * Whether the pod can only get to a machine that has a native library of LevelDB, which is all
   * that Spark has before 3.3: there is none for arm64, and the server would end.
   */
  private static boolean isIntel(EffectiveSpec spec) {
    PodTemplate pod = spec.merged().podTemplate();
    return pod != null
        && pod.nodeSelector() != null
        && "amd64".equals(pod.nodeSelector().get(ARCHITECTURE));
  }

  private static void s3a(EffectiveSpec spec, Map<String, String> values) {
    S3 s3 = spec.s3();
    values.put(HADOOP + "fs.s3a.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    boolean secret = s3.credentialsSecretName() != null;
    values.put(S3A + "aws.credentials.provider", credentials(spec.hadoopVersion(), secret));
    if (s3.endpoint() != null) {
      values.put(S3A + "endpoint", s3.endpoint());
      values.put(
          S3A + "connection.ssl.enabled", String.valueOf(!s3.endpoint().startsWith("http:")));
    }
    if (s3.region() != null) {
      values.put(S3A + "endpoint.region", s3.region());
    }
    if (s3.pathStyleAccess() != null) {
      values.put(S3A + "path.style.access", String.valueOf(s3.pathStyleAccess()));
    }
  }

  /**
   * The service account's identity, by EKS Pod Identity or by web identity, and not the SDK's
   * default chain: that ends at the node's role, which may read every tenant's logs. Pod Identity
   * needs Hadoop's own class, because the SDK of Hadoop 3.4.1 has none that Hadoop can make; that
   * class asks for the node's role, too, which {@link #NO_NODE_ROLE} prevents. Web identity is the
   * last: when its token is missing it ends the search, and Hadoop only tells why the last one
   * failed. The SDK of Hadoop 3.3 is too old for Pod Identity.
   */
  private static String credentials(HadoopVersion hadoop, boolean secret) {
    if (hadoop.hasSecondSdk()) {
      String sdk = "software.amazon.awssdk.auth.credentials.";
      return secret
          ? sdk + "EnvironmentVariableCredentialsProvider"
          : "org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider,"
              + sdk
              + "WebIdentityTokenFileCredentialsProvider";
    }
    String sdk = "com.amazonaws.auth.";
    return sdk
        + (secret
            ? "EnvironmentVariableCredentialsProvider"
            : "WebIdentityTokenCredentialsProvider");
  }
}
