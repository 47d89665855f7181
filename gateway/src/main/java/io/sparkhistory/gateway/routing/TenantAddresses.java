package io.sparkhistory.gateway.routing;

/** Where one client finds the namespaces, by the way in which it reached the gateway. */
@FunctionalInterface
public interface TenantAddresses {
  /** All of them on the host that was asked. */
  TenantAddresses SAME_HOST = tenant -> "";

  /**
   * Scheme, host and port of a namespace's own host, such as {@code https://ns-a.example.com:8443};
   * empty when it is found on the host that was asked.
   */
  String originOf(Tenant tenant);
}
