package io.sparkhistory.gateway.local;

import io.sparkhistory.historyserver.GoogleConnector;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How processes of Spark reach logs that are not on this machine: connectors, settings and
 * credentials. The credentials are the user's own. They stay in the environment, in the files that
 * it names and in the user's profile; no command line has any.
 *
 * @param scheme of the URL
 * @param connectors folder with the jars that Spark does not have; empty when it needs none
 * @param hadoop major and minor version of Hadoop, such as {@code 3.4}
 */
public record RemoteAccess(String scheme, Optional<Path> connectors, String hadoop) {
  /** Variables that the connector of a scheme, or its SDK, reads. */
  private static final Map<String, Pattern> VARIABLES =
      Map.of(
          "s3a",
          Pattern.compile("AWS_[A-Z0-9_]+"),
          "gs",
          Pattern.compile("GOOGLE_APPLICATION_CREDENTIALS|CLOUDSDK_CONFIG|GCE_METADATA_HOST"),
          "abfs",
          Pattern.compile("AZURE_[A-Z0-9_]+"),
          "abfss",
          Pattern.compile("AZURE_[A-Z0-9_]+"),
          "hdfs",
          Pattern.compile("HADOOP_(USER_NAME|TOKEN_FILE_LOCATION)|KRB5(CCNAME|_CONFIG)"));

  private static final Pattern CLIENT =
      Pattern.compile("hadoop-client-api-(?<version>[0-9]+\\.[0-9]+)\\..*\\.jar");

  private static final String CONF_DIR = "HADOOP_CONF_DIR";

  private static final String S3A = "-Dspark.hadoop.fs.s3a.";

  /** The version of Hadoop that a Spark has; empty when it has none, or one without that jar. */
  static Optional<String> hadoopOf(Path jars) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(jars, "hadoop-client-api-*.jar")) {
      for (Path jar : found) {
        var version = CLIENT.matcher(String.valueOf(jar.getFileName()));
        if (version.matches()) {
          return Optional.of(version.group("version"));
        }
      }
      return Optional.empty();
    }
  }

  /** Folder with the user's own settings of Hadoop. */
  Optional<String> folder(Map<String, String> environment) {
    return first(environment, CONF_DIR);
  }

  /** The variables that a process gets of the user's. */
  Map<String, String> environment(Map<String, String> users) {
    Map<String, String> passed = new TreeMap<>();
    Pattern names = VARIABLES.getOrDefault(scheme, Pattern.compile("(?!)"));
    users.forEach(
        (name, value) -> {
          if (names.matcher(name).matches()) {
            passed.put(name, value);
          }
        });
    return passed;
  }

  /** Settings for Hadoop that the user's environment has under the names of the SDK. */
  List<String> settings(Map<String, String> environment) {
    return switch (scheme) {
      case "s3a" -> s3a(environment);
      case "gs" -> GoogleConnector.SETTINGS.stream().map(each -> "-Dspark.hadoop." + each).toList();
      default -> List.of();
    };
  }

  private List<String> s3a(Map<String, String> environment) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    // the chain of the SDK: variables, web identity, profile, container, machine
    settings.put(
        "aws.credentials.provider",
        isSecondSdk()
            ? "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider"
            : "com.amazonaws.auth.DefaultAWSCredentialsProviderChain");
    first(environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
        .ifPresent(
            endpoint -> {
              settings.put("endpoint", endpoint);
              settings.put("connection.ssl.enabled", String.valueOf(!endpoint.startsWith("http:")));
              // a server of one's own has no name for each bucket
              settings.put("path.style.access", "true");
            });
    first(environment, "AWS_REGION", "AWS_DEFAULT_REGION")
        .ifPresent(region -> settings.put("endpoint.region", region));
    return settings.entrySet().stream()
        .map(setting -> S3A + setting.getKey() + "=" + setting.getValue())
        .toList();
  }

  /** Hadoop changed to the second AWS SDK with 3.4. */
  private boolean isSecondSdk() {
    String[] numbers = hadoop.split("\\.", -1);
    return Integer.parseInt(numbers[0]) > 3 || Integer.parseInt(numbers[1]) >= 4;
  }

  private static Optional<String> first(Map<String, String> environment, String... names) {
    for (String name : names) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
