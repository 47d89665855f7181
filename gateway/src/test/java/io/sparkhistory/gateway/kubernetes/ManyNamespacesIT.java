package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.routing.Tenant;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What 5,000 namespaces cost, each with a server that runs, an owner and four RoleBindings. */
@Tag("slow")
class ManyNamespacesIT {
  private static final Logger LOG = LoggerFactory.getLogger(ManyNamespacesIT.class);
  private static final int NAMESPACES = 5000;
  private static final long MEBIBYTE = 1 << 20;

  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void fiveThousandNamespacesCostLessThanAHundredMebibytes() {
    for (int i = 0; i < NAMESPACES; i++) {
      String namespace = "ns-" + i;
      String owner = "owner-" + i + "@example.com";
      cluster.namespace(namespace, owner);
      cluster.server(namespace, "Ready", ", lastActivityTime: \"2026-01-02T03:04:05Z\"");
      cluster.pod(namespace, "10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256, true);
      cluster.binding(namespace, "namespaceAdmin", "kubeflow-admin", "User", owner);
      cluster.binding(namespace, "user-x", "kubeflow-edit", "User", "x" + i + "@example.com");
      cluster.binding(namespace, "editor", "kubeflow-edit", "ServiceAccount", "default-editor");
      cluster.binding(namespace, "viewer", "kubeflow-view", "ServiceAccount", "default-viewer");
    }
    long before = usedAfterCollection();
    KubernetesCluster view = cluster.openAndWait();
    long cost = usedAfterCollection() - before;
    LOG.info("{} namespaces cost {} MiB", NAMESPACES, cost / MEBIBYTE);
    assertThat(view.backends().all()).hasSize(NAMESPACES);
    assertThat(cost).isLessThan(100 * MEBIBYTE);
    assertThat(view.backends().find(new Tenant("ns-4711"))).isInstanceOf(Backend.Ready.class);
  }

  /** The least of some collections, because other threads make garbage meanwhile. */
  private static long usedAfterCollection() {
    return List.of(1, 2, 3).stream()
        .mapToLong(
            i -> {
              ManagementFactory.getMemoryMXBean().gc();
              return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            })
        .min()
        .orElseThrow();
  }
}
