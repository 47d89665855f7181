package io.sparkhistory.gateway.fixed;

import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.routing.Tenant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One tenant of the file: the address of its history server, and who may look at it. */
record FixedTenant(Tenant tenant, Backend.Ready backend, Set<String> users, Set<String> groups) {
  FixedTenant {
    users = Set.copyOf(users);
    groups = Set.copyOf(groups);
  }

  /**
   * @param host value of the Host header; empty for the address itself
   */
  static FixedTenant of(
      Tenant tenant, HostPort address, String host, Set<String> users, Set<String> groups) {
    String called = host.isEmpty() ? address.toString() : host;
    Set<String> authorities = Set.copyOf(List.of(withPort(address.toString()), withPort(called)));
    Endpoint endpoint = new Endpoint(address.host(), address.port(), called, authorities);
    return new FixedTenant(tenant, new Backend.Ready(endpoint), users, groups);
  }

  boolean names(Caller caller) {
    return users.contains(caller.user());
  }

  boolean namesGroupOf(Caller caller) {
    List<String> theirs = caller.groups();
    for (int i = 0; i < theirs.size(); i++) {
      if (groups.contains(theirs.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static String withPort(String authority) {
    String lower = authority.toLowerCase(Locale.ROOT);
    return lower.matches(".*:[0-9]+") ? lower : lower + ":80";
  }
}
