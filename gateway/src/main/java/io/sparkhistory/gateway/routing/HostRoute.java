package io.sparkhistory.gateway.routing;

/** Whether the requested host serves a {@link Route}. {@link TenantHosts} decides it. */
public sealed interface HostRoute {
  HostRoute HERE = new Here();

  /** It does. */
  record Here() implements HostRoute {}

  /**
   * Another host does, and a client that only reads is sent there.
   *
   * @param address absolute, and safe to be sent in a header
   * @param namespace that was asked for; empty: none
   */
  record Elsewhere(String address, String namespace) implements HostRoute {}

  /**
   * The host is not for this (421), and nobody is sent to where it is.
   *
   * @param address absolute, at which the same thing is found if anywhere
   * @param namespace that was asked for; empty: none
   */
  record Misdirected(String address, String namespace) implements HostRoute {}
}
