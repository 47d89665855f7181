package io.sparkhistory.gateway.access;

import java.util.List;
import java.util.Set;

/**
 * The authenticated user of a request, with the name and groups that Kubernetes RBAC knows.
 *
 * @param user name of the user, such as {@code alice@example.com} or {@code
 *     system:serviceaccount:ns-a:default-editor}; never empty
 * @param groups groups that they are in, as far as that is proven
 */
public record Caller(String user, List<String> groups) {
  public Caller {
    groups = List.copyOf(groups);
  }

  /** The same user, in those of their groups that are also among these. */
  public Caller within(Set<String> others) {
    return others.containsAll(groups)
        ? this
        : new Caller(user, groups.stream().filter(others::contains).toList());
  }
}
