package io.sparkhistory.gateway.configuration;

import static io.sparkhistory.program.commandline.Kind.expected;
import static io.sparkhistory.program.commandline.Kind.matching;

import io.sparkhistory.api.PathPrefix;
import io.sparkhistory.api.TenantHostPattern;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.routing.FieldNames;
import io.sparkhistory.program.commandline.Kind;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Parsers for the gateway's own kinds of option values. */
final class Kinds {
  /** Letters that a header field's or a cookie's name may have (RFC 9110, section 5.6.2). */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

  private static final Pattern SPIFFE = Pattern.compile("spiffe://[A-Za-z0-9._~/-]+");
  private static final Pattern RELEASE = Pattern.compile("[34]\\.[0-9]{1,3}\\.[0-9]{1,3}");
  private static final Pattern JVM_SIZE = Pattern.compile("[1-9][0-9]{0,8}[kKmMgG]");
  private static final Pattern DISK_SIZE = Pattern.compile("0|[1-9][0-9]{0,5}[mMgG]");
  private static final Pattern CLAIM = Pattern.compile("[A-Za-z0-9._:/-]{1,256}");

  /** Labels as Kubernetes writes them, without its operators other than equality. */
  private static final Pattern SELECTOR =
      Pattern.compile("[A-Za-z0-9./_-]+=[A-Za-z0-9._-]+(,[A-Za-z0-9./_-]+=[A-Za-z0-9._-]+)*");

  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

  /** Fields that the gateway writes itself, so that they cannot carry an identity. */
  private static final Set<String> TAKEN = Set.of("x-forwarded-prefix", "x-forwarded-context");

  static final Kind<HostPort> ADDRESS = new Kind<>("HOST:PORT", HostPort::parse);
  static final Kind<String> VERSION =
      Kind.of("VERSION", RELEASE, "a version of Spark such as 4.2.0");
  static final Kind<String> HEAP = Kind.of("SIZE", JVM_SIZE, "a size for -Xmx such as 512m or 2g");
  static final Kind<Long> STORE_SIZE = new Kind<>("SIZE", Kinds::mebibytes);
  static final Kind<String> LOGS = new Kind<>("DIR-OR-URL", Kinds::logs);
  static final Kind<String> LOG = new Kind<>("FILE", Kinds::log);
  static final Kind<String> HEADER = new Kind<>("NAME", Kinds::header);
  static final Kind<Set<String>> COOKIES =
      new Kind<>("NAME,…", text -> names(text, "names of cookies with commas between them"));
  static final Kind<Set<String>> FIELDS =
      new Kind<>("NAME,…", text -> names(text, "names of header fields with commas between them"));
  static final Kind<String> PREFIX = Kind.from("PATH", PathPrefix::of);
  static final Kind<String> SPIFFE_ID =
      Kind.emptyOr("URI", SPIFFE, "a SPIFFE id: spiffe://domain/path");
  static final Kind<Fence.Mode> FENCE = new Kind<>("MODE", Kinds::fence);
  static final Kind<String> LABELS =
      Kind.emptyOr("KEY=VALUE,…", SELECTOR, "labels such as app=history,team=a");
  static final Kind<String> LOCATION = new Kind<>("FILE-OR-URL", Kinds::location);
  static final Kind<List<String>> CLAIMS = new Kind<>("NAME,…", Kinds::claims);
  static final Kind<String> CLAIM_NAME = Kind.of("NAME", CLAIM, "the name of a claim");
  static final Kind<String> DNS_NAME = Kind.of("NAME", DOMAIN, "a DNS name such as cluster.local");
  static final Kind<String> HOST_NAME =
      new Kind<>(
          "NAME",
          text ->
              text.isEmpty()
                  ? text
                  : matching(
                      text.toLowerCase(Locale.ROOT), HOST, "a DNS name such as example.com"));
  static final Kind<Optional<TenantHostPattern>> TENANT_HOST =
      Kind.from(
          "PATTERN",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(TenantHostPattern.of(text)));

  private Kinds() {}

  private static String log(String text) {
    try {
      if (Kind.FILE.parser().apply(text).isPresent()) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw expected("'-' for standard output, 'off', or the path of a file");
  }

  private static Fence.Mode fence(String text) {
    for (Fence.Mode mode : Fence.Mode.values()) {
      if (mode.word().equals(text)) {
        return mode;
      }
    }
    throw expected("on, report or off");
  }

  private static String location(String text) {
    boolean url = text.startsWith("https://") || text.startsWith("http://");
    try {
      // asked of those who will have to do with it
      Object unused =
          url ? HttpRequest.newBuilder(URI.create(text)) : Kind.FILE.parser().apply(text);
    } catch (IllegalArgumentException e) {
      throw expected("the path of a file, or a URL with http or https");
    }
    return text;
  }

  private static List<String> claims(String text) {
    String[] names = text.split(",", -1);
    return Arrays.stream(names)
        .map(name -> matching(name.strip(), CLAIM, "names of claims with commas between them"))
        .toList();
  }

  private static String header(String text) {
    String name = matching(text, TOKEN, "the name of a header field").toLowerCase(Locale.ROOT);
    if (TAKEN.contains(name) || !FieldNames.mayBeIdentity(name)) {
      throw expected(
          "a header field of letters, digits and '-' that the gateway does not use otherwise");
    }
    return name;
  }

  private static Set<String> names(String text, String expected) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : text.split(",", -1)) {
      if (!text.isBlank()) {
        names.add(matching(name.strip(), TOKEN, expected));
      }
    }
    return names;
  }

  /** Local mode looks at what a URL says. */
  private static String logs(String text) {
    if (!text.contains("://")) {
      var unused = Kind.FOLDER.parser().apply(text);
    }
    return text;
  }

  private static long mebibytes(String text) {
    matching(text, DISK_SIZE, "a size such as 512m or 10g, or 0");
    if (text.equals("0")) {
      return 0;
    }
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return text.toLowerCase(Locale.ROOT).endsWith("g") ? number << 10 : number;
  }
}
