package io.sparkhistory.provisioner.control;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparkhistory.provisioner.apply.Pace;
import io.sparkhistory.provisioner.objects.GatewayAuthorizationPolicy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Discovery of Istio's AuthorizationPolicy. The kind may be installed later; its removal is not
 * noticed.
 */
final class IstioApi {
  private static final Logger LOG = LoggerFactory.getLogger(IstioApi.class);
  private static final long FIRST_PAUSE_SECONDS = 1;
  private static final long LONGEST_PAUSE_SECONDS = 30;

  private final KubernetesClient client;
  private final Pace pace;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean present;

  IstioApi(KubernetesClient client, Pace pace) {
    this.client = client;
    this.pace = pace;
  }

  boolean isPresent() {
    return present;
  }

  /**
   * Asks until the API server responds; a refusal is a response. Without an answer, history servers
   * would start without the policy of a mesh that exists.
   *
   * @return false when it was closed before
   */
  boolean discoverAtStart() {
    long pause = FIRST_PAUSE_SECONDS;
    while (!hasResponse()) {
      try {
        if (closed.await(pause, TimeUnit.SECONDS)) {
          return false;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS);
    }
    return closed.getCount() > 0;
  }

  /** Asks the API server unless the kind was found before; true when it is found now. */
  boolean discover() {
    return !present && hasResponse() && present;
  }

  /** Ends a discovery at start. */
  void close() {
    closed.countDown();
  }

  private boolean hasResponse() {
    pace.await();
    try {
      present = isListed(client.getApiResources(GatewayAuthorizationPolicy.API_VERSION));
      return true;
    } catch (KubernetesClientException e) {
      LOG.warn("the API server cannot be asked whether Istio is installed: {}", reason(e));
      return !isAway(e.getCode());
    }
  }

  /** Whether the same request may soon succeed; the status is below 100 without a response. */
  private static boolean isAway(int status) {
    return status < 100 || status == 401 || status == 408 || status == 429 || status >= 500;
  }

  /** Whether the kind is in the list, any part of which may be missing. */
  private static boolean isListed(@Nullable APIResourceList list) {
    List<APIResource> resources = list == null ? null : list.getResources();
    return resources != null
        && resources.stream()
            .anyMatch(
                each -> each != null && GatewayAuthorizationPolicy.KIND.equals(each.getKind()));
  }

  /** The client library says "An error has occurred" of a connection that is refused. */
  private static String reason(KubernetesClientException e) {
    Throwable cause = e.getCause();
    return e.getCode() >= 100 || cause == null
        ? String.valueOf(e.getMessage())
        : "API server not reached: " + cause.getClass().getSimpleName();
  }
}
