package io.sparkhistory.provisioner.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.SparkHistoryServer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkPropertiesTest {
  private static final String CREDENTIALS = "spark.hadoop.fs.s3a.aws.credentials.provider";
  private static final String PATH = "spark.history.store.path";
  private static final String HYBRID = "spark.history.store.hybridStore.enabled";
  private static final String BACKEND = "spark.history.store.hybridStore.diskBackend";

  private static Map<String, String> of(String defaults, String own) {
    return properties(defaults, own).values();
  }

  private static SparkProperties properties(String defaults, String own) {
    SparkHistoryServer resource = new SparkHistoryServer();
    resource.setMetadata(
        new ObjectMetaBuilder().withName(Names.RESOURCE_NAME).withNamespace("team-a").build());
    resource.setSpec(
        Json.SERIALIZATION.unmarshal("spec: " + own, SparkHistoryServer.class).getSpec());
    EffectiveSpec.Result result =
        EffectiveSpec.of(resource, Defaults.parse("spec: " + defaults + "\n"));
    assertThat(result).isInstanceOf(EffectiveSpec.Result.Accepted.class);
    return SparkProperties.of(
        ((EffectiveSpec.Result.Accepted) result).spec(), "/sparkhistory/team-a");
  }

  private static String images(String more) {
    return "{image: 'spark:{sparkVersion}', sparkVersion: 3.5.9, s3: {bucket: data}" + more + "}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // the defaults' Hadoop, the resource, which SDK
        "-     | {}                                     | first",
        "-     | {sparkVersion: 3.2.1}                  | first",
        "-     | {sparkVersion: 4.0.4}                  | second",
        "-     | {sparkVersion: 4.2.0}                  | second",
        "3.4.1 | {}                                     | second",
        "3.3.4 | {}                                     | first",
        "-     | {hadoopVersion: '3.4'}                 | second",
        "-     | {image: 'x:3.5.1', hadoopVersion: 3.4.1} | second",
        "-     | {sparkVersion: 4.0.4, hadoopVersion: 3.3.6} | first",
        // what the defaults say is said of the defaults' image
        "3.4.1 | {image: 'x:3.5.1'}                     | first",
        "3.3.4 | {sparkVersion: 4.0.4}                  | second"
      })
  void theHadoopOfTheImageDecidesWhichSdkTheCredentialsAreFor(
      @Nullable String defaults, String own, String sdk) {
    String more = defaults == null ? "" : ", hadoopVersion: " + defaults;

    assertThat(of(images(more), own).get(CREDENTIALS))
        .isEqualTo(
            sdk.equals("first")
                ? "com.amazonaws.auth.WebIdentityTokenCredentialsProvider"
                : "org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider,software.amazon.awssdk"
                    + ".auth.credentials.WebIdentityTokenFileCredentialsProvider");
  }

  @Test
  void theNamespaceIsPutIntoSparkConfAndSparksOwnPatternsStay() {
    String url =
        "https://logs.example.org/{namespace}/{{APP_ID}}/{{EXECUTOR_ID}}?x={{namespace}}&y={other}";

    assertThat(
            of(images(", sparkConf: {spark.history.custom.executor.log.url: '" + url + "'}"), "{}"))
        .containsEntry(
            "spark.history.custom.executor.log.url",
            "https://logs.example.org/team-a/{{APP_ID}}/{{EXECUTOR_ID}}?x={{namespace}}&y={other}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // the resource over defaults with two folders; folders, names
        "{} | s3a://data/team-a,gs://old/team-a | now,last year",
        "{s3: {bucket: mine}} | s3a://mine/team-a,gs://old/team-a | now,last year",
        "{logDirectory: 'gs://one/x'} | gs://one/x | -",
        "{logDirectories: [{name: a, url: 'gs://one/x'}]} | gs://one/x | a",
      })
  void severalFoldersAreListsOfTheSameOrderAndTheResourceWins(
      String own, String folders, @Nullable String names) {
    String more =
        ", logDirectories: [{name: now, url: 's3a://{bucket}/{namespace}'},"
            + " {name: last year, url: 'gs://old/{namespace}'}]";

    Map<String, String> values = of(images(more).replace("3.5.9", "4.2.0"), own);

    assertThat(values.get("spark.history.fs.logDirectory")).isEqualTo(folders);
    assertThat(values.get("spark.history.fs.logDirectory.names")).isEqualTo(names);
    assertThat(values.containsKey(CREDENTIALS)).isEqualTo(folders.contains("s3a:"));
  }

  @Test
  void namesOfFoldersAreNotTakenFromSparkConf() {
    String key = "spark.history.fs.logDirectory.names";

    SparkProperties properties = properties(images(""), "{sparkConf: {" + key + ": 'a,b'}}");

    assertThat(properties.values()).doesNotContainKey(key);
    assertThat(properties.ignored()).containsExactly(key);
  }

  /** Older Sparks do not know the key; which one is in an image is not always what its tag says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | no",
        "{sparkVersion: 3.2.1} | no",
        "{sparkVersion: 4.2.0} | no",
        "{sparkConf: {spark.ui.contentSecurityPolicy.enabled: 'true'}} | no",
        "{sparkConf: {spark.ui.contentSecurityPolicy.enabled: 'false'}} | yes",
        "{sparkConf: {spark.ui.contentSecurityPolicy.enabled: ''}} | yes"
      })
  void sparksOwnPolicyIsOnAndWhoTurnsItOffIsTold(String own, String told) {
    String key = "spark.ui.contentSecurityPolicy.enabled";

    SparkProperties properties = properties(images(""), own);

    assertThat(properties.values()).containsEntry(key, "true");
    assertThat(properties.ignored().contains(key)).isEqualTo(told.equals("yes"));
  }

  @ParameterizedTest
  @CsvSource({
    "com.amazonaws.auth., 3.3",
    "software.amazon.awssdk.auth.credentials., 3.4",
  })
  void aSecretIsTheOnlyIdentityWhereThereIsOne(String sdk, String hadoop) {
    String own = "{hadoopVersion: '" + hadoop + "', s3: {credentialsSecretName: keys}}";

    assertThat(of(images(""), own))
        .containsEntry(CREDENTIALS, sdk + "EnvironmentVariableCredentialsProvider");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{sparkVersion: 3.2.1} | none",
        "{sparkVersion: 3.2.1, podTemplate: {nodeSelector: {kubernetes.io/arch: arm64}}} | none",
        "{sparkVersion: 3.2.1, podTemplate: {nodeSelector: {kubernetes.io/arch: amd64}}} | LevelDB",
        "{sparkVersion: 3.3.0} | RocksDB",
        "{sparkVersion: 3.5.9, podTemplate: {nodeSelector: {kubernetes.io/arch: arm64}}} | RocksDB",
        "{sparkVersion: 4.2.0} | RocksDB"
      })
  void aStoreOnDiskIsUsedWhereItsLibraryIsCertainToExist(String own, String library) {
    Map<String, String> values = of(images(""), own);

    assertThat(values.containsKey(PATH)).isEqualTo(!library.equals("none"));
    assertThat(values.containsKey(HYBRID)).isEqualTo(!library.equals("none"));
    assertThat(values.get(BACKEND)).isEqualTo(library.equals("RocksDB") ? "ROCKSDB" : null);
  }
}
