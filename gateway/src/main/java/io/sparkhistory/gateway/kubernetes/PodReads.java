package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Reads one pod by a list of its name, for which the right to list is enough. */
final class PodReads implements ServicePods.Ask {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String PATH = "api/v1/namespaces/%s/pods?fieldSelector=metadata.name%%3D%s";
  private static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,253}");

  private final ApiServer apiServer;

  PodReads(ApiServer apiServer) {
    this.apiServer = apiServer;
  }

  @Override
  public CompletionStage<Boolean> hasOwnAddress(String namespace, String pod) {
    if (!NAME.matcher(pod).matches() || !NAME.matcher(namespace).matches()) {
      return CompletableFuture.completedFuture(false);
    }
    return apiServer
        .call("GET", PATH.formatted(namespace, pod), "application/json", "", LIMIT)
        .thenApply(this::read);
  }

  private boolean read(ApiServer.Response response) {
    List<Pod> found = List.of();
    if (response.isSuccess()) {
      PodList list = apiServer.parse(response, PodList.class);
      found = Objects.requireNonNullElse(list.getItems(), List.of());
    }
    if (found.size() != 1 || found.get(0).getSpec() == null) {
      throw new IllegalStateException("the pod cannot be read: " + response.status());
    }
    return !Boolean.TRUE.equals(found.get(0).getSpec().getHostNetwork());
  }
}
