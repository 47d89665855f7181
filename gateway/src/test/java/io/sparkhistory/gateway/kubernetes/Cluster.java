package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.standin.ApiServer;
import io.sparkhistory.standin.Rbac;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * A stand-in with objects that a provisioner and Kubeflow would make, and a gateway's view of it.
 */
final class Cluster implements AutoCloseable {
  static final Duration SOON = Duration.ofMinutes(2);

  /** Longer than a review takes on a busy machine. */
  static final Duration LONG = Duration.ofMinutes(2);

  /** Short, for reviews that are never answered. */
  static final Duration SHORT = Duration.ofSeconds(1);

  /** Short, so that a test sees what happens when they run out. */
  static final ResilientInformer.Patience IMPATIENT =
      new ResilientInformer.Patience(Duration.ofMillis(1500), Duration.ofMillis(1500));

  /** Roles as Kubeflow has them; those of the product join them by their labels. */
  private static final String ROLES =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: kubeflow-admin}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: kubeflow-edit, labels: {rbac.authorization.kubeflow.org/aggregate-to-kubeflow-admin: "true"}}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: kubeflow-view, labels: {rbac.authorization.kubeflow.org/aggregate-to-kubeflow-edit: "true"}}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: cluster-admin}
      rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
      """;

  private static final Path PRODUCT = Path.of("../deploy/components/kubeflow/kubeflow-roles.yaml");

  final ApiServer standIn = rbac(ApiServer.start());
  final Trouble trouble = new Trouble();
  private String selector = "";
  private KubernetesCluster view;

  /** The stand-in with the roles of Kubeflow and of the product. */
  static ApiServer rbac(ApiServer standIn) {
    for (String role : (ROLES + "---\n" + product()).split("(?m)^---$", -1)) {
      standIn.apply(role);
    }
    standIn.decideRights(new Rbac(standIn));
    return standIn;
  }

  private static String product() {
    try {
      return Files.readString(PRODUCT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a client needs to find the stand-in. */
  static Config config(ApiServer standIn) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(standIn.url())
        .withNamespace("default")
        .build();
  }

  /** Opens the view, which follows the stand-in from now on. */
  KubernetesCluster open() {
    return open(ResilientInformer.Patience.DEFAULTS);
  }

  KubernetesCluster open(ResilientInformer.Patience patience) {
    view =
        KubernetesCluster.open(
            Cluster.config(standIn),
            new KubernetesCluster.Settings("cluster.local", selector, LONG, "gateway-0"),
            patience,
            trouble,
            Clock.systemUTC(),
            System::nanoTime);
    return view;
  }

  KubernetesCluster openAndWait() {
    KubernetesCluster opened = open();
    Eventually.holds(SOON, () -> opened.problem().isEmpty());
    return opened;
  }

  Cluster withSelector(String labels) {
    selector = labels;
    return this;
  }

  KubernetesCluster view() {
    return view;
  }

  Backend find(String namespace) {
    return view.backends().find(new Tenant(namespace));
  }

  void becomes(String namespace, Class<? extends Backend> state) {
    Eventually.holds(SOON, () -> state.isInstance(find(namespace)));
  }

  // ---- objects

  void namespace(String name, String owner) {
    standIn.apply(
        """
        {apiVersion: v1, kind: Namespace, metadata: {name: %s, annotations: {owner: "%s"}}}
        """
            .formatted(name, owner));
  }

  /** A resource in this phase. */
  void server(String namespace, String phase) {
    server(namespace, phase, "");
  }

  /**
   * @param more of the status, in YAML's flow style, with a comma at the front
   */
  void server(String namespace, String phase, String more) {
    standIn.apply(
        """
        apiVersion: sparkhistory.io/v1beta1
        kind: SparkHistoryServer
        metadata: {name: spark-history-server, namespace: %s, creationTimestamp: "2026-01-01T00:00:00Z"}
        spec: {}
        status: {phase: %s%s}
        """
            .formatted(namespace, phase, more));
  }

  /** A driver as Spark makes it on Kubernetes. */
  void driver(String namespace, String pod, String application, String address) {
    standIn.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %s
          namespace: %s
          labels: {spark-role: driver, spark-app-selector: %s, spark-app-name: daily-revenue}
        spec:
          containers:
            - name: spark-kubernetes-driver
              ports: [{name: driver-rpc-port, containerPort: 7078}, {name: spark-ui, containerPort: 4041}]
        status:
          phase: Running
          podIP: %s
          startTime: "2026-01-01T00:00:00Z"
          containerStatuses: [{name: spark-kubernetes-driver, ready: true}]
        """
            .formatted(pod, namespace, application, address));
  }

  /** The pod that a slice leads to. */
  void podBehind(String namespace, boolean hostNetwork) {
    standIn.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: pod-1, namespace: %s}
        spec: {hostNetwork: %s, containers: [{name: notebook}]}
        """
            .formatted(namespace, hostNetwork));
  }

  Driver driver(String namespace, String application) {
    return view.backends().drivers().find(new Tenant(namespace), application);
  }

  void driverBecomes(String namespace, String application, Class<? extends Driver> state) {
    Eventually.holds(SOON, () -> state.isInstance(driver(namespace, application)));
  }

  void lease(String namespace) {
    standIn.apply(
        """
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {name: spark-history-activity, namespace: %s}
        spec: {renewTime: "2026-01-01T00:00:00.000000Z"}
        """
            .formatted(namespace));
  }

  /** The slice that Kubernetes makes of a Service with one pod. */
  void pod(String namespace, String address, boolean ready) {
    slice(namespace, "spark-history-server", "", address, ready);
  }

  /**
   * @param labels more labels of the Service, in YAML's flow style, with a comma at the front
   */
  void slice(String namespace, String service, String labels, String address, boolean ready) {
    standIn.apply(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: %s-x7k2p
          namespace: %s
          creationTimestamp: "2026-01-01T00:00:00Z"
          labels: {kubernetes.io/service-name: %s,
            endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io%s}
        addressType: IPv4
        ports: [{name: http, port: 18080, protocol: TCP}]
        endpoints:
          - addresses: ["%s"]
            conditions: {ready: %s}
            targetRef: {kind: Pod, name: pod-1, namespace: %s}
        """
            .formatted(service, namespace, service, labels, address, ready, namespace));
  }

  void podIsGone(String namespace) {
    standIn.delete("endpointslices.discovery.k8s.io", namespace, "spark-history-server-x7k2p");
  }

  void binding(String namespace, String name, String role, String subjectKind, String subject) {
    standIn.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: %s, namespace: %s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
        subjects: [{kind: %s, name: "%s"%s}]
        """
            .formatted(
                name,
                namespace,
                role,
                subjectKind,
                subject,
                subjectKind.equals("ServiceAccount") ? ", namespace: " + namespace : ""));
  }

  void clusterAdmin(String user) {
    standIn.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: admins}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
        subjects: [{kind: User, name: "%s"}]
        """
            .formatted(user));
  }

  void unbind(String namespace, String name) {
    standIn.delete("rolebindings.rbac.authorization.k8s.io", namespace, name);
  }

  @Override
  public void close() {
    if (view != null) {
      view.close();
    }
    standIn.close();
  }
}
