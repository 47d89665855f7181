package io.sparkhistory.provisioner.configuration;

import static io.sparkhistory.program.commandline.Kind.expected;
import static io.sparkhistory.program.commandline.Kind.matching;

import io.sparkhistory.api.PathPrefix;
import io.sparkhistory.api.TenantHostPattern;
import io.sparkhistory.program.commandline.Kind;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** How the texts of the provisioner's own kinds of options are read. */
final class Kinds {
  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9._/-]{0,250}[A-Za-z0-9])?";
  private static final Pattern PAIR = Pattern.compile(LABEL + "=" + LABEL);
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final String NAMESPACE_EXPECTED = "the name of a namespace";
  private static final Pattern URLS = Pattern.compile("(https?://[A-Za-z0-9.:\\[\\]-]{1,255})?");
  private static final Pattern HOST_AND_PORT = Pattern.compile("[A-Za-z0-9.:\\[\\]-]+:[0-9]{1,5}");

  static final Kind<String> PREFIX = Kind.from("PATH", PathPrefix::of);
  static final Kind<Optional<TenantHostPattern>> TENANT_HOST =
      Kind.from(
          "PATTERN",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(TenantHostPattern.of(text)));
  static final Kind<String> NAME = Kind.of("NAME", NAMESPACE, NAMESPACE_EXPECTED);
  static final Kind<String> EMPTY_OR_NAME = Kind.emptyOr("NAME", NAMESPACE, NAMESPACE_EXPECTED);
  static final Kind<Set<String>> NAMES = new Kind<>("NAME,…", Kinds::names);
  static final Kind<Map<String, String>> LABELS = new Kind<>("KEY=VALUE,…", Kinds::labels);
  static final Kind<String> PRINCIPAL =
      Kind.emptyOr("NAME", Pattern.compile("[A-Za-z0-9._/-]{1,512}"), "a principal");
  static final Kind<String> SPARK_HOME =
      Kind.of("PATH", Pattern.compile("/[A-Za-z0-9._/-]{0,255}"), "an absolute path");
  static final Kind<String> SELECTOR =
      Kind.of("SELECTOR", Pattern.compile("[A-Za-z0-9._/=!,() -]{1,1024}"), "a label selector");
  static final Kind<String> URL = new Kind<>("URL", Kinds::url);
  static final Kind<InetSocketAddress> ADDRESS = new Kind<>("HOST:PORT", Kinds::address);

  private Kinds() {}

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    if (!text.isEmpty()) {
      Arrays.stream(text.split(",", -1))
          .forEach(name -> names.add(matching(name, NAMESPACE, NAMESPACE_EXPECTED)));
    }
    return names;
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    for (String pair : text.split(",", -1)) {
      matching(pair, PAIR, "labels such as app=gateway");
      labels.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return labels;
  }

  private static String url(String text) {
    String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return matching(bare, URLS, "a URL such as https://host");
  }

  private static InetSocketAddress address(String text) {
    String what = "an address such as 127.0.0.1:9090";
    int colon = matching(text, HOST_AND_PORT, what).lastIndexOf(':');
    int port = Integer.parseInt(text.substring(colon + 1));
    if (port > 65_535) {
      throw expected(what);
    }
    return new InetSocketAddress(text.substring(0, colon), port);
  }
}
