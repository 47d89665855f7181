package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.sparkhistory.api.Reason;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.api.SparkHistoryServerSpec;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.gateway.backend.Backend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory of a history server, by its {@code SparkHistoryServer}.
 *
 * @param limit {@code spec.resources.limits.memory}; empty: the provisioner's default
 * @param spent when the server ran out of it the last time, as the condition says; empty: no
 *     condition says that it did
 */
record ServerMemory(String limit, String spent) {
  static final ServerMemory UNKNOWN = new ServerMemory("", "");

  static ServerMemory of(SparkHistoryServer resource) {
    return new ServerMemory(limit(resource.getSpec()), spent(resource.getStatus()));
  }

  /** For the application whose event log the server was reading when it ran out of memory. */
  Backend.Failed tooSmallFor(String application) {
    return new Backend.Failed(
        "The event log of "
            + application
            + " does not fit into the memory of the history server"
            + (limit.isEmpty() ? "." : ", which is limited to " + limit + "."),
        "Raise spec.resources.limits.memory of the SparkHistoryServer, then open this page again."
            + " The other applications of this namespace can still be opened.",
        Reason.OUT_OF_MEMORY.text());
  }

  private static String limit(@Nullable SparkHistoryServerSpec spec) {
    ResourceRequirements resources = spec == null ? null : spec.resources();
    if (resources == null || resources.getLimits() == null) {
      return "";
    }
    Quantity memory = resources.getLimits().get("memory");
    return memory == null ? "" : memory.toString();
  }

  private static String spent(@Nullable SparkHistoryServerStatus status) {
    List<Condition> conditions = status == null ? null : status.conditions();
    if (conditions == null) {
      return "";
    }
    return conditions.stream()
        .filter(condition -> Reason.OUT_OF_MEMORY.text().equals(condition.getReason()))
        .map(condition -> condition.getType() + " " + condition.getLastTransitionTime())
        .findFirst()
        .orElse("");
  }
}
