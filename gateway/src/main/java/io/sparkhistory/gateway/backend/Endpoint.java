package io.sparkhistory.gateway.backend;

import java.util.Set;

/**
 * Address of a history server, and the names that it may use for itself.
 *
 * @param host address to connect to: a name or a literal IP address, IPv6 without brackets
 * @param port TCP port
 * @param hostHeader value of the {@code Host} header that it is sent
 * @param authorities every authority under which the gateway may have called it, lower case, with
 *     port; a {@code Location} that names one of them points at this server
 */
public record Endpoint(String host, int port, String hostHeader, Set<String> authorities) {
  public Endpoint {
    authorities = Set.copyOf(authorities);
  }

  /** Of a server that is called by its address and by no other name. */
  public static Endpoint at(HostPort address) {
    String authority = address.toString();
    return new Endpoint(address.host(), address.port(), authority, Set.of(authority));
  }
}
