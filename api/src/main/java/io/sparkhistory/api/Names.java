package io.sparkhistory.api;

import java.util.Set;

/** Names that the gateway and the provisioner must agree on. */
public final class Names {
  /** API group of the custom resource. */
  public static final String GROUP = "sparkhistory.io";

  /** Version of the custom resource. */
  public static final String VERSION = "v1beta1";

  /** Kind of the custom resource. */
  public static final String KIND = "SparkHistoryServer";

  /** Plural of the kind, as RBAC rules name it. */
  public static final String PLURAL = "sparkhistoryservers";

  /** Short name of the kind, for {@code kubectl get shs}. */
  public static final String SHORT_NAME = "shs";

  /** The one name that the resource may have in a namespace, and the name of what it owns. */
  public static final String RESOURCE_NAME = "spark-history-server";

  /** Name of the Lease in a tenant's namespace whose renewTime says when somebody last looked. */
  public static final String ACTIVITY_LEASE = "spark-history-activity";

  /** Label that carries {@link #RESOURCE_NAME} on everything the provisioner makes. */
  public static final String NAME_LABEL = "app.kubernetes.io/name";

  /** Label that carries {@link #PROVISIONER} on everything the provisioner makes. */
  public static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";

  /** Value of {@link #MANAGED_BY_LABEL}, and field manager of what the provisioner applies. */
  public static final String PROVISIONER = "spark-history-provisioner";

  /** Label of a namespace; {@code disabled} keeps the provisioner from giving it a server. */
  public static final String PROVISION_LABEL = GROUP + "/provision";

  /**
   * Label of a pod or Service that shows the pages of a running application which has not the
   * labels of Spark, such as a notebook's; its value is the application's id.
   */
  public static final String APPLICATION_LABEL = GROUP + "/application";

  /** Annotation of a driver's pod with the port of its pages, where none is named spark-ui. */
  public static final String APPLICATION_PORT = GROUP + "/application-port";

  /** TCP port on which a history server listens, and its Service. */
  public static final int PORT = 18080;

  /** Name of {@link #PORT} in the Service and the pod. */
  public static final String PORT_NAME = "http";

  /**
   * Namespaces that break the history server's own JavaScript or paths, so they cannot have one.
   */
  public static final Set<String> RESERVED_NAMESPACES = Set.of("history", "proxy", "static", "api");

  private Names() {}
}
