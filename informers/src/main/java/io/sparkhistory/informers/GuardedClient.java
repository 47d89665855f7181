package io.sparkhistory.informers;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes clients of the Kubernetes API whose lists and watches are guarded. */
public final class GuardedClient {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedClient.class);

  private GuardedClient() {}

  /**
   * Opens a client; it does not connect yet.
   *
   * @param config is changed: watches go over plain HTTP, because the client library lets nobody
   *     see what comes over web sockets
   * @param kinds classes of custom resources that are watched
   * @param more adds what else the HTTP client shall have
   */
  public static KubernetesClient open(
      Config config,
      List<Class<? extends KubernetesResource>> kinds,
      InformerEvents events,
      Consumer<HttpClient.Builder> more) {
    config.setOnlyHttpWatches(true);
    KubernetesSerialization serialization = new KubernetesSerialization();
    kinds.forEach(serialization::registerKubernetesResource);
    InformerGuard guard =
        new InformerGuard(
            new ObjectCheck(serialization),
            new InformerLog(events, System::nanoTime, LOG::warn),
            new Backoff(System::nanoTime, () -> ThreadLocalRandom.current().nextDouble()));
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(serialization)
        .withHttpClientBuilderConsumer(
            http -> {
              more.accept(http);
              http.addOrReplaceInterceptor("informers", guard);
            })
        .build();
  }
}
