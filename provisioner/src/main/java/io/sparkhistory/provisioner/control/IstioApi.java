package io.sparkhistory.provisioner.control;

import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparkhistory.provisioner.apply.Pace;
import io.sparkhistory.provisioner.objects.GatewayAuthorizationPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the cluster has Istio's AuthorizationPolicy. It may come later; it is taken to stay. */
final class IstioApi {
  private static final Logger LOG = LoggerFactory.getLogger(IstioApi.class);

  private final KubernetesClient client;
  private final Pace pace;
  private volatile boolean present;

  IstioApi(KubernetesClient client, Pace pace) {
    this.client = client;
    this.pace = pace;
  }

  boolean isPresent() {
    return present;
  }

  /** Asks the cluster, unless it was there before; true when it is there for the first time. */
  boolean discover() {
    if (present) {
      return false;
    }
    pace.await();
    try {
      APIResourceList list = client.getApiResources(GatewayAuthorizationPolicy.API_VERSION);
      present =
          list != null
              && list.getResources().stream()
                  .anyMatch(each -> GatewayAuthorizationPolicy.KIND.equals(each.getKind()));
    } catch (KubernetesClientException e) {
      LOG.warn("cannot ask whether there is a mesh: {}", e.getMessage());
    }
    return present;
  }
}
