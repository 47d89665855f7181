package io.sparkhistory.gateway.fixed;

import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.routing.Tenant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;

/** One tenant of the file: the address of its history server, who may look, and what runs. */
record FixedTenant(
    Tenant tenant,
    Backend.Ready backend,
    People people,
    SortedMap<String, FixedApplication> applications) {

  /**
   * Who may do what.
   *
   * @param users may do everything
   * @param groups whose members may do everything
   * @param viewers users who may look, and nothing else
   */
  record People(Set<String> users, Set<String> groups, Set<String> viewers) {
    People {
      users = Set.copyOf(users);
      groups = Set.copyOf(groups);
      viewers = Set.copyOf(viewers);
    }

    boolean isEmpty() {
      return users.isEmpty() && groups.isEmpty() && viewers.isEmpty();
    }
  }

  /** An application that the file says runs. */
  record FixedApplication(String name, Driver.Running driver) {
    static FixedApplication of(String name, HostPort address) {
      return new FixedApplication(name, new Driver.Running(endpoint(address, "")));
    }
  }

  /**
   * @param endpoint of its history server
   */
  static FixedTenant of(
      Tenant tenant,
      Endpoint endpoint,
      People people,
      SortedMap<String, FixedApplication> applications) {
    return new FixedTenant(tenant, new Backend.Ready(endpoint), people, applications);
  }

  /**
   * @param host value of the Host header; empty for the address itself
   */
  static Endpoint endpoint(HostPort address, String host) {
    String called = host.isEmpty() ? address.toString() : host;
    Set<String> authorities = Set.copyOf(List.of(withPort(address.toString()), withPort(called)));
    return new Endpoint(address.host(), address.port(), called, authorities);
  }

  boolean names(Caller caller, Verb verb) {
    return people.users().contains(caller.user())
        || (verb == Verb.GET && people.viewers().contains(caller.user()));
  }

  boolean namesGroupOf(Caller caller) {
    List<String> theirs = caller.groups();
    for (int i = 0; i < theirs.size(); i++) {
      if (people.groups().contains(theirs.get(i))) {
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
