package io.sparkhistory.gateway.local;

import io.sparkhistory.gateway.routing.Tenant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the names of folders that can be tenants, and complains once about the others. */
final class TenantNames {
  /** Tenants that one machine serves; more folders than that are a mistake in {@code --logs}. */
  static final int MOST = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(TenantNames.class);

  /** What was complained about in the last look, so that each complaint is made once. */
  private Set<String> complaints = Set.of();

  /** The tenants among these names. */
  Set<Tenant> of(Iterable<String> names) {
    TreeMap<String, Tenant> tenants = new TreeMap<>();
    Set<String> made = new HashSet<>();
    for (String name : names) {
      if (!Tenant.isLabel(name)) {
        complain(made, name, "is no namespace (1 to 63 of a-z, 0-9 and '-')");
      } else if (Tenant.RESERVED.contains(name)) {
        complain(made, name, "is a name that Spark's own pages use");
      } else if (tenants.size() == MOST) {
        complain(made, "the rest", "is over the limit of " + MOST + " tenants");
        break;
      } else {
        tenants.put(name, new Tenant(name));
      }
    }
    complaints = made;
    return Set.copyOf(tenants.values());
  }

  /** There are no names, because the folder of the folders cannot be read. */
  void unreadable(String folder, String why) {
    Set<String> made = new HashSet<>();
    complain(made, folder, "cannot be read (" + why + ")");
    complaints = made;
  }

  private void complain(Set<String> made, String name, String what) {
    // Bounded like the tenants: a folder full of strange names fills neither memory nor log.
    if (made.size() < MOST && made.add(name) && !complaints.contains(name)) {
      LOG.warn("Left out: {} {}", name, what);
    }
  }
}
