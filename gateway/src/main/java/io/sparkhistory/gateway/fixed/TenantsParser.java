package io.sparkhistory.gateway.fixed;

import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.fixed.FixedTenant.FixedApplication;
import io.sparkhistory.gateway.fixed.FixedTenant.People;
import io.sparkhistory.gateway.routing.ApplicationId;
import io.sparkhistory.gateway.routing.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads the text of a tenants' file. Works on YAML's nodes and not on objects made of them, because
 * nodes know their lines and keep keys that are given twice.
 */
final class TenantsParser {
  private static final String TENANTS = "tenants";
  private static final String APPLICATIONS = "applications";
  private static final Set<String> APPLICATION_KEYS = Set.of("address", "name");
  private static final Set<String> KEYS =
      Set.of("address", "host", "users", "groups", "viewers", "applications");

  /** Longest name of a user or group; a bound, not a rule of Kubernetes. */
  private static final int MAX_NAME = 1024;

  private static final String HOST_HEADER =
      "[0-9A-Za-z._-]{1,253}(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+](:[0-9]{1,5})?";

  private final String file;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final SortedMap<String, FixedTenant> tenants = new TreeMap<>();

  private TenantsParser(String file) {
    this.file = file;
  }

  /**
   * What the file says. The tenants count only when there are no problems.
   *
   * @param tenants by namespace
   */
  record Parsed(
      SortedMap<String, FixedTenant> tenants, List<String> warnings, List<String> problems) {}

  /**
   * @param file how the file is called in messages
   */
  static Parsed parse(String file, String text) {
    TenantsParser parser = new TenantsParser(file);
    try {
      LoadSettings settings =
          LoadSettings.builder()
              .setLabel(file)
              .setCodePointLimit(Integer.MAX_VALUE)
              // refused here, with the line where it stands
              .setAllowNonScalarKeys(true)
              .build();
      parser.document(new Compose(settings).composeString(text));
    } catch (MarkedYamlEngineException e) {
      parser.problem(e.getProblemMark(), "", "is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      parser.problem(Optional.empty(), "", "is not YAML: " + e.getMessage());
    } catch (StackOverflowError e) {
      // the library descends by recursion and has no limit of its own
      parser.problem(Optional.empty(), "", "is nested too deeply to be a tenants' file");
    }
    return new Parsed(parser.tenants, parser.warnings, parser.problems);
  }

  private void document(Optional<Node> root) {
    if (root.isEmpty()) {
      problem(Optional.empty(), "", "is empty: expected the key 'tenants'");
      return;
    }
    Map<String, NodeTuple> keys = mapping(root.get(), "", Set.of(TENANTS));
    NodeTuple all = keys.get(TENANTS);
    if (all == null) {
      if (root.get() instanceof MappingNode) {
        problem(root.get().getStartMark(), "", "expected the key 'tenants'");
      }
      return;
    }
    mapping(all.getValueNode(), TENANTS, Set.of()).forEach((name, tuple) -> tenant(name, tuple));
    if (tenants.isEmpty() && problems.isEmpty()) {
      warnings.add(at(all.getKeyNode().getStartMark()) + "tenants: there is none");
    }
  }

  private void tenant(String name, NodeTuple tuple) {
    String path = TENANTS + "." + name;
    int before = problems.size();
    if (!Tenant.isLabel(name)) {
      problem(mark(tuple), path, "not a namespace: expected 1 to 63 of a-z, 0-9 and '-'");
    } else if (Tenant.RESERVED.contains(name)) {
      problem(mark(tuple), path, "reserved, because it collides with the history server's paths");
    }
    Map<String, NodeTuple> keys = mapping(tuple.getValueNode(), path, KEYS);
    boolean isMapping = tuple.getValueNode() instanceof MappingNode;
    Optional<HostPort> address = address(keys.get("address"), path, isMapping, tuple);
    String host = host(keys.get("host"), path);
    People people =
        new People(
            names(keys.get("users"), path + ".users"),
            names(keys.get("groups"), path + ".groups"),
            names(keys.get("viewers"), path + ".viewers"));
    var applications = applications(keys.get(APPLICATIONS), path + "." + APPLICATIONS);
    if (problems.size() == before && address.isPresent()) {
      Endpoint endpoint = FixedTenant.endpoint(address.get(), host);
      tenants.put(name, FixedTenant.of(new Tenant(name), endpoint, people, applications));
      if (people.isEmpty()) {
        warnings.add(at(mark(tuple)) + path + ": nobody can see it, it has no users and no groups");
      }
    }
  }

  private SortedMap<String, FixedApplication> applications(@Nullable NodeTuple tuple, String path) {
    SortedMap<String, FixedApplication> applications = new TreeMap<>();
    if (tuple == null) {
      return applications;
    }
    mapping(tuple.getValueNode(), path, Set.of())
        .forEach(
            (id, each) -> {
              String own = path + "." + id;
              if (!ApplicationId.isValid(id)) {
                problem(mark(each), own, "not the id of an application: " + ApplicationId.EXPECTED);
              }
              Map<String, NodeTuple> keys = mapping(each.getValueNode(), own, APPLICATION_KEYS);
              boolean isMapping = each.getValueNode() instanceof MappingNode;
              NodeTuple name = keys.get("name");
              String called = name == null ? "" : text(name.getValueNode(), own + ".name");
              address(keys.get("address"), own, isMapping, each)
                  .ifPresent(at -> applications.put(id, FixedApplication.of(called, at)));
            });
    return applications;
  }

  private Optional<HostPort> address(
      @Nullable NodeTuple tuple, String tenantPath, boolean expected, NodeTuple tenant) {
    String path = tenantPath + ".address";
    if (tuple == null) {
      if (expected) {
        problem(mark(tenant), tenantPath, "expected the key 'address' with host:port");
      }
      return Optional.empty();
    }
    String text = text(tuple.getValueNode(), path);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      HostPort address = HostPort.parse(text);
      if (address.port() == 0) {
        throw new IllegalArgumentException("expected a port from 1 to 65535");
      }
      return Optional.of(address);
    } catch (IllegalArgumentException e) {
      problem(tuple.getValueNode().getStartMark(), path, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private String host(@Nullable NodeTuple tuple, String tenantPath) {
    if (tuple == null) {
      return "";
    }
    String path = tenantPath + ".host";
    String host = text(tuple.getValueNode(), path);
    if (!host.isEmpty() && !host.matches(HOST_HEADER)) {
      problem(tuple.getValueNode().getStartMark(), path, "expected a host, with or without a port");
    }
    return host;
  }

  private Set<String> names(@Nullable NodeTuple tuple, String path) {
    Set<String> names = new HashSet<>();
    if (tuple == null) {
      return names;
    }
    if (!(tuple.getValueNode() instanceof SequenceNode list)) {
      problem(tuple.getValueNode().getStartMark(), path, "expected a list of names");
      return names;
    }
    for (Node item : list.getValue()) {
      String name = text(item, path);
      if (!name.isEmpty() && !names.add(name)) {
        problem(item.getStartMark(), path, "'" + name + "' is there twice");
      }
    }
    return names;
  }

  /** Answers a non-empty text, or notes a problem and answers the empty one. */
  private String text(Node node, String path) {
    if (!(node instanceof ScalarNode scalar) || !node.getTag().equals(Tag.STR)) {
      problem(node.getStartMark(), path, "expected a text; put it in quotes if it is one");
      return "";
    }
    String text = scalar.getValue();
    boolean clean = text.strip().equals(text) && text.chars().noneMatch(Character::isISOControl);
    if (text.isEmpty() || text.length() > MAX_NAME || !clean) {
      problem(
          node.getStartMark(),
          path,
          "expected 1 to " + MAX_NAME + " characters without blanks around");
      return "";
    }
    return text;
  }

  /**
   * The entries of a mapping by their keys, in no order; what is wrong is noted and left out.
   *
   * @param known the keys that may be there; empty when any may
   */
  private Map<String, NodeTuple> mapping(Node node, String path, Set<String> known) {
    Map<String, NodeTuple> entries = new HashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      problem(node.getStartMark(), path, "expected a mapping of keys to values");
      return entries;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
        problem(mark(tuple), path, "expected a name as key");
        continue;
      }
      String key = name.getValue();
      String keyPath = path.isEmpty() ? key : path + "." + key;
      if (!known.isEmpty() && !known.contains(key)) {
        String expected = String.join(", ", known.stream().sorted().toList());
        problem(mark(tuple), keyPath, "unknown key: expected " + expected);
      } else if (entries.putIfAbsent(key, tuple) != null) {
        problem(mark(tuple), keyPath, "is there twice");
      }
    }
    return entries;
  }

  private static Optional<Mark> mark(NodeTuple tuple) {
    return tuple.getKeyNode().getStartMark();
  }

  private void problem(Optional<Mark> mark, String path, String what) {
    problems.add(at(mark) + (path.isEmpty() ? "" : path + ": ") + what);
  }

  private String at(Optional<Mark> mark) {
    return file + mark.map(m -> ":" + (m.getLine() + 1)).orElse("") + ": ";
  }
}
