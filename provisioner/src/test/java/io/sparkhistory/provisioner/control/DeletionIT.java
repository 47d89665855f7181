package io.sparkhistory.provisioner.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A resource goes, and the provisioner hears of it sooner or later than of its objects. */
class DeletionIT {
  @TempDir private Path folder;

  private final Cluster cluster = new Cluster();
  private Path defaults = Path.of("");

  @BeforeEach
  void writeDefaults() throws IOException {
    defaults = folder.resolve("defaults.yaml");
    Files.writeString(defaults, "spec: {image: 'spark:4.0.4', s3: {bucket: company}}", UTF_8);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void whenTheResourceGoesEverythingGoes() {
    cluster.resource("team-a", "{}");
    cluster.provision(Cluster.config(defaults, 10, false));
    cluster.awaitReason("team-a", "Asleep");

    cluster.server.delete("sparkhistoryservers", "team-a", Cluster.NAME);
    cluster.awaitQuiet();

    assertNothingIsLeft();
  }

  @Test
  void whenTheResourceGoesWhileItsObjectsAreMadeNothingIsLeftAndTheNextOneIsServed()
      throws Exception {
    AtomicBoolean gone = new AtomicBoolean();
    try (AutoCloseable interception =
        cluster.server.intercept(
            (method, path, object) -> {
              if (method.equals("PATCH") && path.contains("/services/") && !gone.getAndSet(true)) {
                cluster.server.delete("sparkhistoryservers", "team-a", Cluster.NAME);
              }
            })) {
      assertThat(interception).isNotNull();
      cluster.resource("team-a", "{}");
      cluster.provision(Cluster.config(defaults, 10, false));
      cluster.awaitQuiet();
    }
    assertThat(gone).isTrue();
    assertNothingIsLeft();

    cluster.resource("team-a", "{}");

    cluster.awaitReason("team-a", "Asleep");
    assertThat(cluster.object("services", "team-a").isMissingNode()).isFalse();
    assertThat(cluster.object("deployments", "team-a").isMissingNode()).isFalse();
  }

  private void assertNothingIsLeft() {
    for (String plural : List.of("deployments", "services", "configmaps", "networkpolicies")) {
      assertThat(cluster.object(plural, "team-a").isMissingNode()).as(plural).isTrue();
    }
    assertThat(cluster.server.get("leases", "team-a", "spark-history-activity")).isEmpty();
  }
}
