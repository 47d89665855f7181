package io.sparkhistory.gateway.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.BackendsContract;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** With a provisioner in a nutshell: a renewed Lease makes the pod, and then the status. */
class KubernetesBackendsContractIT extends BackendsContract {
  private static final Pattern LEASE = Pattern.compile("/namespaces/([^/]+)/leases/");

  private final Cluster cluster = new Cluster();
  private final Set<String> awake = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void start() {
    for (String namespace : new String[] {"ns-b", "ns-a"}) {
      cluster.server(namespace, "Asleep");
      cluster.lease(namespace);
    }
    cluster.openAndWait();
    cluster.standIn.intercept(this::provision);
  }

  /** Starts a server when its Lease is renewed. */
  private void provision(String method, String path, JsonNode object) {
    Matcher lease = LEASE.matcher(path);
    if (method.equals("PATCH") && lease.find() && awake.add(lease.group(1))) {
      String namespace = lease.group(1);
      cluster.server(namespace, "Starting");
      cluster.pod(namespace, "10.0.0." + (namespace.equals("ns-a") ? 1 : 2), true);
      cluster.server(namespace, "Ready");
    }
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Override
  protected Backends backends() {
    return cluster.view().backends();
  }
}
