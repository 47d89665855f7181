package io.sparkhistory.standin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a path of the API names.
 *
 * @param namespace empty for all namespaces, and for kinds outside of namespaces
 * @param name empty for a collection
 * @param subresource such as {@code status}; empty for the object itself
 */
record Address(Kind kind, String namespace, String name, String subresource) {

  /** Reads a path; empty when none of the kinds is there. */
  static Optional<Address> parse(String path, Collection<Kind> kinds) {
    for (Kind kind : kinds) {
      if (path.startsWith(kind.root() + "/")) {
        String rest = path.substring(kind.root().length() + 1);
        Optional<Address> address = inGroup(new ArrayList<>(Arrays.asList(rest.split("/"))), kind);
        if (address.isPresent()) {
          return address;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Address> inGroup(List<String> parts, Kind kind) {
    String namespace = "";
    boolean inside =
        parts.size() > 2 && parts.get(0).equals("namespaces") && !parts.get(2).equals("status");
    if (inside != kind.namespaced() && parts.size() > 2) {
      return Optional.empty();
    }
    if (inside && kind.namespaced()) {
      namespace = parts.get(1);
      parts.subList(0, 2).clear();
    }
    if (parts.isEmpty() || !parts.get(0).equals(kind.plural())) {
      return Optional.empty();
    }
    return Optional.of(
        new Address(
            kind,
            namespace,
            parts.size() > 1 ? parts.get(1) : "",
            parts.size() > 2 ? parts.get(2) : ""));
  }
}
