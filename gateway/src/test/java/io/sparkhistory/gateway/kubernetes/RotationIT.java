package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exchanged while the gateway runs: its own token, and the API server's certificate. */
class RotationIT {
  private static final String PASSWORD = "changeit";
  private static final Caller ALICE = new Caller("alice@example.com", List.of());

  @TempDir Path folder;
  private final Cluster cluster = new Cluster();
  private KubernetesCluster view;

  @AfterEach
  void close() {
    if (view != null) {
      view.close();
    }
    cluster.close();
    properties("").keySet().forEach(System::clearProperty);
  }

  /** Where fabric8 looks for what a pod has. */
  private Map<String, String> properties(String token) {
    return Map.of(
        "kubernetes.master",
        "http://127.0.0.1:" + cluster.standIn.port(),
        "kubernetes.auth.tryKubeConfig",
        "false",
        "kubernetes.auth.serviceAccount.token",
        token);
  }

  private void open(Config config) {
    KubernetesCluster opened =
        KubernetesCluster.open(
            config,
            new KubernetesCluster.Settings("cluster.local", "", Duration.ofSeconds(2), "gateway-0"),
            Cluster.IMPATIENT,
            new Trouble(),
            Clock.systemUTC(),
            System::nanoTime);
    view = opened;
    Eventually.holds(Cluster.SOON, () -> opened.problem().isEmpty());
  }

  /** With a token from a file, as a pod has it; alice may look at ns-a. */
  private Path openWithToken() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "the-first");
    cluster.standIn.requireToken("the-first");
    cluster.binding("ns-a", "owner", "kubeflow-admin", "User", "alice@example.com");
    properties(file.toString()).forEach(System::setProperty);
    open(Config.autoConfigure(null));
    return file;
  }

  private void seesANewOne(String namespace) {
    cluster.server(namespace, "Asleep");
    Eventually.holds(
        Cluster.SOON, () -> view.backends().find(new Tenant(namespace)) instanceof Backend.Asleep);
  }

  private AccessDecision mayAlice() {
    return view.review().review(ALICE, new Tenant("ns-a"), Verb.GET).toCompletableFuture().join();
  }

  @Test
  void aTokenThatIsExchangedInItsFileIsUsedFromThenOn() throws IOException {
    Path file = openWithToken();
    seesANewOne("before");
    assertThat(mayAlice()).isInstanceOf(AccessDecision.Allowed.class);

    Files.writeString(file, "the-second");
    cluster.standIn.requireToken("the-second");
    cluster.standIn.cutConnections();

    Eventually.holds(Cluster.SOON, () -> mayAlice() instanceof AccessDecision.Allowed);
    seesANewOne("after");
  }

  @Test
  void whileItsTokenIsNotAcceptedNobodyIsLetIn() throws IOException {
    openWithToken();

    cluster.standIn.requireToken("another");

    assertThat(mayAlice()).isInstanceOf(AccessDecision.Unavailable.class);
  }

  @Test
  void aNewCertificateIsAcceptedWhenTheAuthoritiesSaySoAndNoOther()
      throws IOException, GeneralSecurityException, InterruptedException {
    Path old = keys("old");
    Path renewed = keys("renewed");
    Path strange = keys("strange");
    Path authorities =
        Files.writeString(folder.resolve("ca.crt"), certificate(old) + certificate(renewed));
    cluster.binding("ns-a", "owner", "kubeflow-admin", "User", "alice@example.com");
    cluster.standIn.stop();
    cluster.standIn.restart(tls(old));
    open(
        new ConfigBuilder(Config.empty())
            .withMasterUrl("https://127.0.0.1:" + cluster.standIn.port())
            .withNamespace("default")
            .withCaCertFile(authorities.toString())
            .build());
    seesANewOne("before");

    cluster.standIn.stop();
    cluster.standIn.restart(tls(renewed));
    Eventually.holds(Cluster.SOON, () -> mayAlice() instanceof AccessDecision.Allowed);
    seesANewOne("after");

    cluster.standIn.stop();
    cluster.standIn.restart(tls(strange));
    assertThat(mayAlice()).isInstanceOf(AccessDecision.Unavailable.class);
  }

  private Path keys(String name) throws IOException, InterruptedException {
    Path store = folder.resolve(name + ".p12");
    keytool(
        store,
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=ip:127.0.0.1");
    return store;
  }

  private String certificate(Path store) throws IOException, InterruptedException {
    Path file = folder.resolve(store.getFileName() + ".crt");
    String alias = store.getFileName().toString().replace(".p12", "");
    keytool(store, "-exportcert", "-rfc", "-alias", alias, "-file", file.toString());
    return Files.readString(file);
  }

  private static void keytool(Path store, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    builder.command().addAll(List.of(arguments));
    builder.command().addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    assertThat(builder.inheritIO().start().waitFor()).isZero();
  }

  private static SSLContext tls(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
