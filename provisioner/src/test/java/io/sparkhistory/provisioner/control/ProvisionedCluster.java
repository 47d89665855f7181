package io.sparkhistory.provisioner.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cluster for a test, a file of defaults, and the provisioner when the test starts it. */
abstract class ProvisionedCluster {
  @TempDir Path folder;

  final Cluster cluster = new Cluster();
  Path defaults = Path.of("");

  @BeforeEach
  void writeDefaults() throws IOException {
    defaults = folder.resolve("defaults.yaml");
    Files.writeString(defaults, "spec: {image: 'spark:4.0.4', s3: {bucket: company}}", UTF_8);
  }

  @AfterEach
  void closeCluster() {
    cluster.close();
  }

  ProvisionerOperator start() {
    return cluster.provision(Cluster.config(defaults, 10, false));
  }

  /** Starts it with a tenant that is not new, whose server sleeps when this returns. */
  ProvisionerOperator startAsleep(String tenant) {
    cluster.usedResource(tenant, "{}");
    ProvisionerOperator operator = start();
    cluster.awaitReason(tenant, "Asleep");
    return operator;
  }

  /** Somebody looks at a tenant's pages, whose server is ready when this returns. */
  void wake(String tenant) {
    cluster.visit(tenant);
    cluster.podIsReady(tenant);
    cluster.awaitReason(tenant, "Ready");
  }
}
