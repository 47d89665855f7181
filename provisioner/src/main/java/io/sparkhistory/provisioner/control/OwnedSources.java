package io.sparkhistory.provisioner.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.Phase;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.provisioner.apply.Applier;
import io.sparkhistory.provisioner.apply.Comparison;
import io.sparkhistory.provisioner.objects.DesiredState;
import io.sparkhistory.provisioner.objects.GatewayAuthorizationPolicy;
import io.sparkhistory.provisioner.objects.OwnedObject;
import io.sparkhistory.provisioner.objects.OwnedObjects;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Event sources: every kind of object that the provisioner makes, and pods. All are selected by
 * label and, except for pods, by name, so that other objects of the cluster cost nothing.
 */
final class OwnedSources {
  private static final String SELECTOR =
      Names.NAME_LABEL
          + "="
          + Names.RESOURCE_NAME
          + ","
          + Names.MANAGED_BY_LABEL
          + "="
          + Names.PROVISIONER;

  private static final String MESH = "mesh";

  /** Longer than the end of a reconciliation and a watch take. */
  private static final Duration NEXT = Duration.ofSeconds(2);

  private final Map<OwnedObject<?>, InformerEventSource<?, SparkHistoryServer>> sources =
      new ConcurrentHashMap<>();
  private final TenantEvents tenants = new TenantEvents();

  /** Cache of resources, set before anything is reconciled. */
  private Function<ResourceID, Optional<SparkHistoryServer>> resources = id -> Optional.empty();

  /** Event sources of every cluster; the one for the mesh is added when there is a mesh. */
  List<EventSource<?, SparkHistoryServer>> create(EventSourceContext<SparkHistoryServer> context) {
    List<EventSource<?, SparkHistoryServer>> created = new ArrayList<>();
    resources = id -> context.getPrimaryCache().get(id);
    for (OwnedObject<?> owned : OwnedObjects.ALL) {
      if (!(owned instanceof GatewayAuthorizationPolicy)) {
        created.add(watch(owned, context));
      }
    }
    created.add(pods(context));
    created.add(tenants);
    return created;
  }

  /** Triggers a reconciliation of a tenant that has a resource. */
  void wake(String namespace) {
    resources.apply(new ResourceID(Names.RESOURCE_NAME, namespace)).ifPresent(tenants::look);
  }

  /**
   * The same in a moment, for a resource that is gone: another one of its name may have been made
   * while it was reconciled, and the SDK takes the events of both for the end of the first.
   */
  void wakeNext(String namespace) {
    CompletableFuture.delayedExecutor(NEXT.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> wake(namespace));
  }

  /** Watches the mesh's objects from now on, if it does not yet. */
  void joinMesh(OwnedObject<?> policy, Context<SparkHistoryServer> context) {
    if (sources.containsKey(policy)) {
      return;
    }
    InformerEventSourceConfiguration<?> configuration =
        InformerEventSourceConfiguration.from(
                new GroupVersionKind(
                    "security.istio.io",
                    GatewayAuthorizationPolicy.API_VERSION.substring(
                        GatewayAuthorizationPolicy.API_VERSION.indexOf('/') + 1),
                    GatewayAuthorizationPolicy.KIND),
                SparkHistoryServer.class)
            .withName(MESH)
            .withLabelSelector(SELECTOR)
            .withFieldSelector(named(policy))
            .build();
    EventSource<?, SparkHistoryServer> registered =
        context
            .eventSourceRetriever()
            .dynamicallyRegisterEventSource(
                new InformerEventSource<>(
                    configuration,
                    context.eventSourceRetriever().eventSourceContextForDynamicRegistration()));
    sources.put(policy, (InformerEventSource<?, SparkHistoryServer>) registered);
  }

  /** Compares one object of a tenant with what the cluster has. */
  <T extends HasMetadata> Comparison<T> compare(
      Applier applier, OwnedObject<T> owned, DesiredState desired) {
    return compare(applier, owned, owned.desired(desired));
  }

  /** The same with an object that is not all that is desired. */
  <T extends HasMetadata> Comparison<T> compare(Applier applier, OwnedObject<T> owned, T desired) {
    return applier.compare(desired, source(owned));
  }

  Optional<Lease> lease(Context<SparkHistoryServer> context) {
    return named(context.getSecondaryResourcesAsStream(Lease.class), Names.ACTIVITY_LEASE);
  }

  Optional<PersistentVolumeClaim> claim(Context<SparkHistoryServer> context) {
    return named(
        context.getSecondaryResourcesAsStream(PersistentVolumeClaim.class), Names.RESOURCE_NAME);
  }

  Optional<Deployment> deployment(Context<SparkHistoryServer> context) {
    return named(context.getSecondaryResourcesAsStream(Deployment.class), Names.RESOURCE_NAME);
  }

  /** Namespaces with an activity Lease, which are all that were reconciled. */
  Stream<String> tenants() {
    return sources.values().stream()
        .filter(source -> source.resourceType().equals(Lease.class))
        .flatMap(source -> source.keys())
        .flatMap(id -> id.getNamespace().stream());
  }

  /**
   * Start times of servers that are starting, by tenant. A start without a record in the status
   * begins now.
   */
  Map<String, Instant> starting(Instant now) {
    Map<String, Instant> starting = new HashMap<>();
    InformerEventSource<Deployment, SparkHistoryServer> deployments =
        source(OwnedObjects.DEPLOYMENT);
    deployments
        .keys()
        .filter(
            id ->
                deployments
                    .get(id)
                    .map(Deployment::getSpec)
                    .filter(spec -> Objects.equals(spec.getReplicas(), 1))
                    .isPresent())
        .forEach(
            id ->
                resources
                    .apply(id)
                    .map(StatusWriter::before)
                    .flatMap(status -> since(status, now))
                    .ifPresent(since -> starting.put(id.getNamespace().orElseThrow(), since)));
    return starting;
  }

  private static Optional<Instant> since(SparkHistoryServerStatus status, Instant now) {
    Phase phase = status.phase();
    if (phase == Phase.READY || phase == Phase.FAILED) {
      return Optional.empty();
    }
    boolean told = phase == Phase.PENDING || phase == Phase.STARTING;
    String woken = status.wokenAt();
    return Optional.of(told && woken != null ? Instant.parse(woken) : now);
  }

  Collection<Pod> pods(Context<SparkHistoryServer> context) {
    return context.getSecondaryResources(Pod.class);
  }

  private static <T extends HasMetadata> Optional<T> named(Stream<T> objects, String name) {
    return objects.filter(each -> name.equals(each.getMetadata().getName())).findFirst();
  }

  private <T extends HasMetadata> InformerEventSource<T, SparkHistoryServer> watch(
      OwnedObject<T> owned, EventSourceContext<SparkHistoryServer> context) {
    InformerEventSource<T, SparkHistoryServer> source =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(owned.type(), SparkHistoryServer.class)
                .withLabelSelector(SELECTOR)
                .withFieldSelector(named(owned))
                .build(),
            context);
    sources.put(owned, source);
    return source;
  }

  /** Selects by name: anybody can set labels, but a name is unique in a namespace. */
  private static FieldSelector named(OwnedObject<?> owned) {
    return new FieldSelector(new FieldSelector.Field("metadata.name", owned.name()));
  }

  /** Pods are owned by a ReplicaSet, so the namespace identifies their tenant. */
  private static InformerEventSource<Pod, SparkHistoryServer> pods(
      EventSourceContext<SparkHistoryServer> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Pod.class, SparkHistoryServer.class)
            .withLabelSelector(SELECTOR)
            .withSecondaryToPrimaryMapper(
                pod ->
                    Set.of(new ResourceID(Names.RESOURCE_NAME, pod.getMetadata().getNamespace())))
            .build(),
        context);
  }

  @SuppressWarnings("unchecked") // put there by watch and joinMesh with the object's own type
  private <T extends HasMetadata> InformerEventSource<T, SparkHistoryServer> source(
      OwnedObject<T> owned) {
    InformerEventSource<?, SparkHistoryServer> source = sources.get(owned);
    if (source == null) {
      throw new IllegalStateException("nobody watches " + owned.type().getSimpleName());
    }
    return (InformerEventSource<T, SparkHistoryServer>) source;
  }
}
