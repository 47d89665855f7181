package io.sparkhistory.provisioner.control;

import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.provisioner.apply.Pace;
import io.sparkhistory.provisioner.apply.Termination;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a resource with an empty spec in every namespace of the selector. Existing resources are
 * never changed or deleted.
 */
final class ProfileNamespaces implements Reconciler<Namespace> {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileNamespaces.class);

  /** Time until a profile is reconciled again whose resource could not be created. */
  private static final Duration TERMINATING_LOOK = Duration.ofMinutes(1);

  private final Set<String> only;
  private final Pace pace;
  private final Runnable onWrite;

  /**
   * @param only the only namespaces that are looked at; empty for all
   * @param onWrite runs before each write
   */
  ProfileNamespaces(Set<String> only, Pace pace, Runnable onWrite) {
    this.only = only;
    this.pace = pace;
    this.onWrite = onWrite;
  }

  @Override
  public List<EventSource<?, Namespace>> prepareEventSources(
      EventSourceContext<Namespace> context) {
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(SparkHistoryServer.class, Namespace.class)
                .withSecondaryToPrimaryMapper(
                    resource -> Set.of(new ResourceID(resource.getMetadata().getNamespace())))
                .build(),
            context));
  }

  @Override
  public UpdateControl<Namespace> reconcile(Namespace namespace, Context<Namespace> context) {
    UpdateControl<Namespace> control = UpdateControl.noUpdate();
    boolean missing = context.getSecondaryResources(SparkHistoryServer.class).isEmpty();
    if (isWanted(namespace)
        && missing
        && !create(namespace.getMetadata().getName(), context.getClient())) {
      control.rescheduleAfter(TERMINATING_LOOK);
    }
    return control;
  }

  private boolean isWanted(Namespace namespace) {
    Map<String, String> labels = namespace.getMetadata().getLabels();
    boolean disabled = labels != null && "disabled".equals(labels.get(Names.PROVISION_LABEL));
    boolean leaving = namespace.getMetadata().getDeletionTimestamp() != null;
    boolean looked = only.isEmpty() || only.contains(namespace.getMetadata().getName());
    return !disabled && !leaving && looked;
  }

  /**
   * Creates the resource of a namespace.
   *
   * @return false when the namespace or the definition of the resource is gone or being deleted
   */
  private boolean create(String namespace, KubernetesClient client) {
    if (!isDefined(client)) {
      LOG.debug(
          "namespace {} gets no history server: its CustomResourceDefinition is missing or terminating",
          namespace);
      return false;
    }
    SparkHistoryServer resource = new SparkHistoryServer();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(Names.RESOURCE_NAME)
            .withNamespace(namespace)
            .addToLabels(Names.MANAGED_BY_LABEL, Names.PROVISIONER)
            .build());
    resource.setStatus(null);
    pace.await();
    onWrite.run();
    try {
      client.resource(resource).create();
      LOG.info("created a SparkHistoryServer for the profile namespace {}", namespace);
      return true;
    } catch (KubernetesClientException e) {
      if (Termination.ofNamespace(e) || Termination.ofDefinition(e)) {
        return false;
      }
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      return true;
    }
  }

  /**
   * Whether resources can be created, by discovery. A definition that is being deleted is listed
   * without the verb {@code create}.
   */
  private boolean isDefined(KubernetesClient client) {
    pace.await();
    APIResourceList list = client.getApiResources(Names.GROUP + "/" + Names.VERSION);
    return list != null
        && list.getResources().stream()
            .filter(each -> Names.PLURAL.equals(each.getName()))
            .anyMatch(each -> each.getVerbs().contains("create"));
  }
}
