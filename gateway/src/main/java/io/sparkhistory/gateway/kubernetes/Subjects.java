package io.sparkhistory.gateway.kubernetes;

import io.sparkhistory.gateway.access.Caller;
import java.util.ArrayList;
import java.util.List;

/** The groups that a caller is in by Kubernetes' own rules. */
final class Subjects {
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  private Subjects() {}

  /**
   * The caller's groups with those that the API server itself would add, had the caller come to it:
   * everybody is in {@code system:authenticated}, and a service account is in {@code
   * system:serviceaccounts} and {@code system:serviceaccounts:<namespace>} (Kubernetes
   * documentation, "Authenticating", service account tokens). Without them a RoleBinding for one of
   * these groups would count for kubectl and not for the history server.
   */
  static List<String> groups(Caller caller) {
    List<String> groups = new ArrayList<>(caller.groups());
    String user = caller.user();
    if (user.startsWith(SERVICE_ACCOUNT)) {
      String rest = user.substring(SERVICE_ACCOUNT.length());
      int colon = rest.indexOf(':');
      if (colon > 0) {
        groups.add("system:serviceaccounts");
        groups.add("system:serviceaccounts:" + rest.substring(0, colon));
      }
    }
    groups.add("system:authenticated");
    return groups;
  }
}
