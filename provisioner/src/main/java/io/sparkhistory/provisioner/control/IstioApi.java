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

/** Whether the cluster has Istio's AuthorizationPolicy. It may come later; it is taken to stay. */
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
   * Asks until the API server answers, because who takes a mesh for absent starts history servers
   * without its policy. A refusal is an answer.
   *
   * @return false when it was closed before
   */
  boolean discoverAtStart() {
    long pause = FIRST_PAUSE_SECONDS;
    while (!isAnswered()) {
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

  /** Asks the cluster, unless it was there before; true when it is there for the first time. */
  boolean discover() {
    return !present && isAnswered() && present;
  }

  /** Ends the questions of a start that is not over. */
  void close() {
    closed.countDown();
  }

  private boolean isAnswered() {
    pace.await();
    try {
      present = isListed(client.getApiResources(GatewayAuthorizationPolicy.API_VERSION));
      return true;
    } catch (KubernetesClientException e) {
      LOG.warn("cannot ask whether there is a mesh: {}", reason(e));
      return !isAway(e.getCode());
    }
  }

  /** Whether the same question may have another answer soon; without any answer it is below 100. */
  private static boolean isAway(int status) {
    return status < 100 || status == 401 || status == 408 || status == 429 || status >= 500;
  }

  /** Whatever comes from outside may have holes. */
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
