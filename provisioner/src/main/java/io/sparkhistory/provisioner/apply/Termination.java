package io.sparkhistory.provisioner.apply;

import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;

/** Refusals of the API server because something is being deleted, or is gone. */
public final class Termination {
  /** Cause of the refusal ({@code NamespaceTerminatingCause} of k8s.io/api, core/v1). */
  private static final String NAMESPACE = "NamespaceTerminating";

  private Termination() {}

  /** Whether the namespace of the object is being deleted. */
  public static boolean ofNamespace(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
        && causes(e).stream().map(StatusCause::getReason).anyMatch(NAMESPACE::equals);
  }

  /**
   * Whether the namespace or the definition of the kind is gone, or the definition is being
   * deleted: creating is not allowed then (apiextensions-apiserver, customresource_handler.go).
   */
  public static boolean ofDefinition(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        || e.getCode() == HttpURLConnection.HTTP_BAD_METHOD;
  }

  /**
   * Whether the object is gone, or another one has taken its name: a patch that names a uid is
   * refused then, as a conflict or as a change of what is immutable.
   */
  public static boolean ofObject(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        || e.getCode() == HttpURLConnection.HTTP_CONFLICT
        || (e.getCode() == Applier.UNPROCESSABLE
            && String.valueOf(e.getMessage()).contains("metadata.uid"));
  }

  private static List<StatusCause> causes(KubernetesClientException e) {
    return e.getStatus() == null || e.getStatus().getDetails() == null
        ? List.of()
        : e.getStatus().getDetails().getCauses();
  }
}
