package io.sparkhistory.gateway.kubernetes;

import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.BackendsContract;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** With a provisioner in a nutshell: a renewed Lease makes the pod, and then the status. */
class KubernetesBackendsContractIT extends BackendsContract {
  private final Cluster cluster = new Cluster();
  private final Set<String> awake = ConcurrentHashMap.newKeySet();
  private volatile boolean ends;
  private Thread provisioner;
  private long version;

  @BeforeEach
  void start() {
    for (String namespace : new String[] {"ns-b", "ns-a"}) {
      cluster.server(namespace, "Asleep");
      cluster.lease(namespace);
    }
    cluster.openAndWait();
    version = cluster.standIn.objects.version();
    provisioner = new Thread(this::provision, "provisioner");
    provisioner.start();
  }

  private void provision() {
    try {
      while (!ends) {
        for (var event : cluster.standIn.objects.after(version, "leases.coordination.k8s.io", 50)) {
          version = event.version();
          String namespace = event.object().path("metadata").path("namespace").asText();
          if (awake.add(namespace)) {
            cluster.server(namespace, "Starting");
            cluster.pod(namespace, "10.0.0." + (namespace.equals("ns-a") ? 1 : 2), true);
            cluster.server(namespace, "Ready");
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    ends = true;
    provisioner.join();
    cluster.close();
  }

  @Override
  protected Backends backends() {
    return cluster.view().backends();
  }
}
