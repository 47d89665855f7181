package io.sparkhistory.provisioner.apply;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.SparkHistoryServer;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Kubernetes Events. The name is a hash of reason and message, so the same Event is written
 * once while the cluster keeps it (an hour by default). A failed write is only logged, because the
 * status says the same.
 */
public final class EventRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

  private final KubernetesClient client;
  private final Pace pace;

  public EventRecorder(KubernetesClient client, Pace pace) {
    this.client = client;
    this.pace = pace;
  }

  /** Writes a Warning. */
  public void warn(SparkHistoryServer resource, String reason, String message, Instant now) {
    pace.await();
    try {
      client.resource(event(resource, reason, message, now)).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        LOG.warn("an Event cannot be written: {}", e.getMessage());
      }
    }
  }

  private static Event event(
      SparkHistoryServer resource, String reason, String message, Instant now) {
    String said = resource.getMetadata().getUid() + reason + message;
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withName(Names.RESOURCE_NAME + "." + Integer.toHexString(said.hashCode()))
        .withNamespace(resource.getMetadata().getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(Names.GROUP + "/" + Names.VERSION)
        .withKind(Names.KIND)
        .withName(resource.getMetadata().getName())
        .withNamespace(resource.getMetadata().getNamespace())
        .withUid(resource.getMetadata().getUid())
        .endInvolvedObject()
        .withType("Warning")
        .withReason(reason)
        .withMessage(message)
        .withNewSource()
        .withComponent(Names.PROVISIONER)
        .endSource()
        .withReportingComponent(Names.PROVISIONER)
        .withCount(1)
        .withFirstTimestamp(time)
        .withLastTimestamp(time)
        .build();
  }
}
