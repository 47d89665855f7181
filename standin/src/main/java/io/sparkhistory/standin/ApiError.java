package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Error response in the form of the Kubernetes API ({@code metav1.Status}). */
public final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;
  private final String reason;
  private final String because;

  public ApiError(int code, String reason, String message) {
    this(code, reason, message, "");
  }

  private ApiError(int code, String reason, String message, String because) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.because = because;
  }

  /** As the admission plugin NamespaceLifecycle says it. */
  static ApiError terminating(String what, String namespace) {
    String message =
        "%s is forbidden: unable to create new content in namespace %s because it is being terminated"
            .formatted(what, namespace);
    return new ApiError(403, "Forbidden", message, "NamespaceTerminating");
  }

  static ApiError notFound(String what) {
    return new ApiError(404, "NotFound", what + " not found");
  }

  int code() {
    return code;
  }

  ObjectNode status() {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1").put("status", "Failure");
    status.put("message", getMessage()).put("reason", reason).put("code", code);
    if (!because.isEmpty()) {
      status.putObject("details").putArray("causes").addObject().put("reason", because);
    }
    return status;
  }
}
