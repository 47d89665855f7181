package io.sparkhistory.provisioner.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * How the process lives in the cluster.
 *
 * @param namespaces the only ones that are looked at; empty for all
 * @param leaderNamespace namespace of the Lease
 */
public record Presence(
    Set<String> namespaces,
    boolean leaderElection,
    String leaderNamespace,
    InetSocketAddress admin) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.ALL);

  private static final Option<Set<String>> NAMESPACES =
      OPTIONS.option(
          "namespaces", Kinds.NAMES, "", "namespaces to watch, separated by commas; none: all");
  private static final Option<Boolean> LEADER_ELECTION =
      OPTIONS.option(
          "leader-election", Kind.BOOLEAN, "true", "replicas elect a leader, and the others wait");
  private static final Option<String> LEADER_NAMESPACE =
      OPTIONS.option(
          "leader-namespace",
          Kinds.EMPTY_OR_NAME,
          "",
          "namespace of the Lease by which replicas elect a leader; none: that of --gateway-namespace");
  private static final Option<InetSocketAddress> ADMIN =
      OPTIONS.option(
          "admin", Kinds.ADDRESS, "127.0.0.1:9090", "address of /livez, /readyz and /metrics");

  /**
   * Reads the options.
   *
   * @param gatewayNamespace where the Lease is unless an option says otherwise
   */
  static Presence of(Values values, String gatewayNamespace) {
    String leader = values.get(LEADER_NAMESPACE);
    return new Presence(
        values.get(NAMESPACES),
        values.get(LEADER_ELECTION),
        leader.isEmpty() ? gatewayNamespace : leader,
        values.get(ADMIN));
  }
}
