package io.sparkhistory.gateway;

import io.sparkhistory.api.PathPrefix;
import io.sparkhistory.api.TenantHostPattern;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.routing.FieldNames;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the text of an option is read.
 *
 * @param shape what stands behind the flag in {@code --help}
 * @param parser throws {@link IllegalArgumentException} with what was expected
 */
record Kind<T>(String shape, Function<String, T> parser) {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)|0");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})(Ki|Mi|Gi)?");

  /** Letters that a header field's or a cookie's name may have (RFC 9110, section 5.6.2). */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

  private static final Pattern SPIFFE = Pattern.compile("spiffe://[A-Za-z0-9._~/-]+");
  private static final Pattern RELEASE = Pattern.compile("[34]\\.[0-9]{1,3}\\.[0-9]{1,3}");
  private static final Pattern JVM_SIZE = Pattern.compile("[1-9][0-9]{0,8}[kKmMgG]");
  private static final Pattern CLAIM = Pattern.compile("[A-Za-z0-9._:/-]{1,256}");

  /** Labels as Kubernetes writes them, without its operators other than equality. */
  private static final Pattern SELECTOR =
      Pattern.compile("[A-Za-z0-9./_-]+=[A-Za-z0-9._-]+(,[A-Za-z0-9./_-]+=[A-Za-z0-9._-]+)*");

  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

  /** Fields that the gateway writes itself, so that they cannot carry an identity. */
  private static final Set<String> TAKEN = Set.of("x-forwarded-prefix", "x-forwarded-context");

  private static final Duration LONGEST = Duration.ofHours(24);

  static final Kind<String> TEXT = new Kind<>("TEXT", Kind::text);
  static final Kind<HostPort> ADDRESS = new Kind<>("HOST:PORT", HostPort::parse);
  static final Kind<Duration> DURATION_OR_ZERO =
      new Kind<>("DURATION", text -> duration(text, Duration.ZERO));
  static final Kind<Duration> POSITIVE_DURATION =
      new Kind<>("DURATION", text -> duration(text, Duration.ofMillis(1)));
  static final Kind<Optional<Path>> FILE = new Kind<>("FILE", Kind::file);
  static final Kind<Optional<Path>> FOLDER = new Kind<>("DIR", Kind::file);
  static final Kind<String> VERSION =
      new Kind<>("VERSION", text -> matching(text, RELEASE, "a version of Spark such as 4.2.0"));
  static final Kind<String> HEAP =
      new Kind<>("SIZE", text -> matching(text, JVM_SIZE, "a size for -Xmx such as 512m or 2g"));
  static final Kind<String> LOG = new Kind<>("FILE", Kind::log);
  static final Kind<String> HEADER = new Kind<>("NAME", Kind::header);
  static final Kind<Set<String>> NAMES =
      new Kind<>("NAME,…", text -> names(text, "names of cookies with commas between them"));
  static final Kind<Set<String>> FIELDS =
      new Kind<>("NAME,…", text -> names(text, "names of header fields with commas between them"));
  static final Kind<String> PREFIX = new Kind<>("PATH", Kind::prefix);
  static final Kind<String> SPIFFE_ID =
      new Kind<>("URI", text -> emptyOr(text, SPIFFE, "a SPIFFE id: spiffe://domain/path"));

  /** Needs no value: there means true. */
  static final Kind<Boolean> SWITCH = new Kind<>("[BOOLEAN]", Kind::truth);

  static final Kind<Fence.Mode> FENCE = new Kind<>("MODE", Kind::fence);

  static final Kind<String> LABELS =
      new Kind<>(
          "KEY=VALUE,…", text -> emptyOr(text, SELECTOR, "labels such as app=history,team=a"));
  static final Kind<String> LOCATION = new Kind<>("FILE-OR-URL", Kind::location);
  static final Kind<List<String>> CLAIMS = new Kind<>("NAME,…", Kind::claims);
  static final Kind<String> CLAIM_NAME =
      new Kind<>("NAME", text -> matching(text, CLAIM, "the name of a claim"));
  static final Kind<String> DNS_NAME =
      new Kind<>("NAME", text -> matching(text, DOMAIN, "a DNS name such as cluster.local"));

  static final Kind<String> HOST_NAME =
      new Kind<>(
          "NAME",
          text -> emptyOr(text.toLowerCase(Locale.ROOT), HOST, "a DNS name such as example.com"));
  static final Kind<Optional<TenantHostPattern>> TENANT_HOST =
      new Kind<>("PATTERN", Kind::tenantHost);

  /** A whole number; the bounds are included. */
  static Kind<Integer> count(int least, int most) {
    return new Kind<>("NUMBER", text -> (int) inside(wholeNumber(text), least, most));
  }

  /** A number of bytes such as {@code 32Ki}; the bounds are included. */
  static Kind<Long> size(long least, long most) {
    return new Kind<>("SIZE", text -> inside(size(text), least, most));
  }

  private static String text(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw expected("a text without control characters");
    }
    return text;
  }

  private static Duration duration(String text, Duration least) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw expected("a duration such as 500ms, 30s, 2m or 1h");
    }
    Duration duration = text.equals("0") ? Duration.ZERO : duration(matcher);
    if (duration.compareTo(least) < 0 || duration.compareTo(LONGEST) > 0) {
      throw expected("a duration from " + (least.isZero() ? "0" : "1ms") + " to 24h");
    }
    return duration;
  }

  private static Duration duration(Matcher matcher) {
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static long size(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw expected("a number of bytes such as 8192, 32Ki, 1Mi or 2Gi");
    }
    String unit = matcher.group(2);
    int shift = unit == null ? 0 : 10 * (1 + "KMG".indexOf(unit.charAt(0)));
    long number = Long.parseLong(matcher.group(1));
    return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number << shift;
  }

  private static long wholeNumber(String text) {
    if (!text.matches("[0-9]{1,10}")) {
      throw expected("a whole number");
    }
    return Long.parseLong(text);
  }

  private static long inside(long number, long least, long most) {
    if (number < least || number > most) {
      throw expected("a number from " + least + " to " + most);
    }
    return number;
  }

  private static Optional<Path> file(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      throw expected("the path of a file");
    }
  }

  private static String log(String text) {
    if (file(text).isEmpty()) {
      throw expected("'-' for standard output, 'off', or the path of a file");
    }
    return text;
  }

  private static boolean truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw expected("true or false");
    }
    return text.equals("true");
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
      Object unused = url ? HttpRequest.newBuilder(URI.create(text)) : file(text);
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

  /** Answers the path with one slash in front and none behind. */
  private static String prefix(String text) {
    try {
      return PathPrefix.of(text);
    } catch (IllegalArgumentException e) {
      throw expected(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<TenantHostPattern> tenantHost(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(TenantHostPattern.of(text));
    } catch (IllegalArgumentException e) {
      throw expected(String.valueOf(e.getMessage()));
    }
  }

  private static String emptyOr(String text, Pattern pattern, String expected) {
    return text.isEmpty() ? text : matching(text, pattern, expected);
  }

  private static String matching(String text, Pattern pattern, String expected) {
    if (!pattern.matcher(text).matches()) {
      throw expected(expected);
    }
    return text;
  }

  private static IllegalArgumentException expected(String what) {
    return new IllegalArgumentException("expected " + what);
  }
}
