package io.sparkhistory.gateway.access;

import java.util.List;

/**
 * The authenticated user of a request, as Kubernetes RBAC knows them.
 *
 * @param user name of the user, such as {@code alice@example.com} or {@code
 *     system:serviceaccount:ns-a:default-editor}; never empty
 * @param groups groups that the trusted proxy says they are in
 */
public record Caller(String user, List<String> groups) {
  public Caller {
    groups = List.copyOf(groups);
  }
}
