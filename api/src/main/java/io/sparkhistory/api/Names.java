package io.sparkhistory.api;

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

  /** The one name that the resource may have in a namespace, and the name of what it owns. */
  public static final String RESOURCE_NAME = "spark-history-server";

  /** Name of the Lease in a tenant's namespace whose renewTime says when somebody last looked. */
  public static final String ACTIVITY_LEASE = "spark-history-activity";

  /** Label that carries {@link #RESOURCE_NAME} on everything the provisioner makes. */
  public static final String NAME_LABEL = "app.kubernetes.io/name";

  /** TCP port on which a history server listens, and its Service. */
  public static final int PORT = 18080;

  private Names() {}
}
