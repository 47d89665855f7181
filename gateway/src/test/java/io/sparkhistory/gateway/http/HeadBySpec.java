package io.sparkhistory.gateway.http;

import io.sparkhistory.gateway.configuration.HeadLimits;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rule of {@link HeadParser} a second time: slow, on strings, by the grammar of RFC 9112 and
 * RFC 3986 as regular expressions. Written from the RFCs and the choices that the tables name, so
 * that a mistake would have to be made twice. Answers in the words of {@link Reading}; a refusal
 * without its reason.
 */
final class HeadBySpec {
  static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  private static final String PATH = "[A-Za-z0-9._~!$&'()*+,;=:@/{}-]*";
  private static final String QUERY = "[A-Za-z0-9._~!$&'()*+,;=:@/?{}\\[\\]|^`-]*";
  private static final Pattern REQUEST_LINE =
      Pattern.compile("(" + TOKEN + ") ([^\\x00-\\x20]+) HTTP/1\\.([01])");
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2}) ([\\t\\x20-\\x7e\\x80-\\xff]*)");
  private static final Pattern FIELD_LINE =
      Pattern.compile("(" + TOKEN + "):([\\t\\x20-\\x7e\\x80-\\xff]*)");
  private static final Pattern ORIGIN = Pattern.compile("/" + PATH + "(\\?" + QUERY + ")?");
  private static final Pattern ABSOLUTE =
      Pattern.compile("(https?)://([^/?]*)((?:/" + PATH + ")?)((?:\\?" + QUERY + ")?)", 2);
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,}]|[A-Za-z0-9._~-]+)(?::([0-9]*))?");
  private static final BigInteger MAX_PORT = BigInteger.valueOf(65_535);
  private static final BigInteger MAX_LENGTH =
      BigInteger.valueOf((Long.MAX_VALUE - 9) / 10 * 10 + 9);

  /** A field line. */
  record Line(String name, String value) {
    boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
  }

  private final boolean request;
  private final HeadLimits limits;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private String body = "none";
  private int minor;

  private HeadBySpec(boolean request, HeadLimits limits) {
    this.request = request;
    this.limits = limits;
  }

  static String request(String stream, HeadLimits limits) {
    return read(stream.startsWith("\r\n") ? stream.substring(2) : stream, true, limits);
  }

  static String response(String stream, HeadLimits limits) {
    return read(stream, false, limits);
  }

  private static String read(String stream, boolean request, HeadLimits limits) {
    int end = stream.indexOf("\r\n\r\n");
    if (end < 0) {
      return Feed.INCOMPLETE;
    }
    String rest = stream.substring(end + 4);
    try {
      String read = new HeadBySpec(request, limits).head(stream.substring(0, end), end + 4);
      return rest.isEmpty() ? read : read + " then " + Wire.text(rest);
    } catch (Refused e) {
      return Feed.REFUSED;
    }
  }

  /** The lines of a section without its last, empty one; one line without a name if malformed. */
  static List<Line> lines(List<String> section, HeadLimits limits) {
    List<Line> lines = new ArrayList<>();
    for (String line : section) {
      Matcher field = FIELD_LINE.matcher(line);
      if (!field.matches() || lines.size() == limits.fields()) {
        return List.of(new Line("", ""));
      }
      lines.add(new Line(field.group(1), field.group(2).replaceAll("^[ \\t]+|[ \\t]+$", "")));
    }
    return lines;
  }

  private String head(String head, int size) throws Refused {
    List<String> all = List.of(head.split("\r\n", -1));
    must(size <= limits.headBytes());
    lines.addAll(lines(all.subList(1, all.size()), limits));
    must(lines.stream().noneMatch(l -> l.name().isEmpty()));
    Matcher start = (request ? REQUEST_LINE : STATUS_LINE).matcher(all.get(0));
    must(start.matches());
    minor = Integer.parseInt(start.group(request ? 3 : 1));
    framing();
    connection();
    return request ? request(start.group(1), start.group(2)) : response(start);
  }

  private String request(String method, String target) throws Refused {
    must(method.length() <= 32 && !method.equals("CONNECT"));
    must(target.length() <= limits.targetBytes());
    List<String> hosts = values("host");
    must(hosts.size() == 1 || (hosts.isEmpty() && minor == 0));
    must(hosts.isEmpty() || !authority(hosts.get(0), "").isEmpty());
    List<String> expect = minor == 0 ? List.of() : values("expect");
    must(expect.size() <= 1);
    must(expect.isEmpty() || expect.get(0).equalsIgnoreCase("100-continue"));
    must(values("max-forwards").isEmpty() || !method.equals("OPTIONS"));
    boolean waits = !expect.isEmpty() && !body.equals("none") && !body.equals("0");
    String path = path(method, target, hosts);
    return method + " " + path + " 1." + minor + " " + rest(waits ? " continue" : "");
  }

  private String response(Matcher start) throws Refused {
    int status = Integer.parseInt(start.group(2));
    must(status != 101);
    must((status >= 200 && status != 204) || body.equals("none") || body.equals("0"));
    return "1." + minor + " " + status + " '" + Wire.text(start.group(3)) + "' " + rest("");
  }

  private String rest(String expects) {
    boolean open = !options.contains("close") && (minor == 1 || options.contains("keep-alive"));
    List<String> fields = new ArrayList<>();
    for (Line line : lines) {
      String name = line.name();
      boolean named = options.contains(name.toLowerCase(Locale.ROOT));
      // keep-alive says something of the connection; alone it makes nobody compare names
      named &= options.stream().anyMatch(o -> !o.equals("keep-alive"));
      fields.add((named ? "(" + name + ")" : name) + "=" + Wire.text(line.value()));
    }
    return body + expects + (open ? " open " : " close ") + fields;
  }

  private void framing() throws Refused {
    List<String> codings = values("transfer-encoding");
    List<String> lengths = values("content-length");
    must(codings.size() + lengths.size() <= 1);
    if (!codings.isEmpty()) {
      must(minor == 1 && codings.get(0).equalsIgnoreCase("chunked"));
      body = "chunked";
    } else if (!lengths.isEmpty()) {
      must(lengths.get(0).matches("[0-9]+"));
      BigInteger length = new BigInteger(lengths.get(0));
      must(length.compareTo(MAX_LENGTH) <= 0);
      body = length.toString();
    }
  }

  private void connection() throws Refused {
    for (String value : values("connection")) {
      for (String option : value.split(",", -1)) {
        String name = option.replaceAll("^[ \\t]+|[ \\t]+$", "");
        must(name.isEmpty() || name.matches(TOKEN));
        options.add(name.toLowerCase(Locale.ROOT));
      }
    }
    options.removeIf(String::isEmpty);
  }

  private static String path(String method, String target, List<String> hosts) throws Refused {
    // with whole escapes out of the way, what is left is in the grammar or is not
    String shape = target.replaceAll("%[0-9A-Fa-f]{2}", "aaa");
    if (target.equals("*")) {
      must(method.equals("OPTIONS"));
      return target;
    }
    if (ORIGIN.matcher(shape).matches()) {
      return target;
    }
    Matcher absolute = ABSOLUTE.matcher(shape);
    must(absolute.matches() && !hosts.isEmpty());
    String port = absolute.group(1).equalsIgnoreCase("https") ? "443" : "80";
    // an authority has no escapes, so the target's own is looked at
    String there = authority(target.substring(absolute.start(2), absolute.end(2)), port);
    must(!there.isEmpty() && there.equals(authority(hosts.get(0), port)));
    if (method.equals("OPTIONS") && absolute.end(2) == target.length()) {
      return "*";
    }
    return (absolute.group(3).isEmpty() ? "/" : "") + target.substring(absolute.end(2));
  }

  /** Host and port in one spelling; empty when it is no authority. */
  private static String authority(String text, String defaultPort) {
    Matcher authority = AUTHORITY.matcher(text);
    if (!authority.matches()) {
      return "";
    }
    String digits = authority.group(2);
    String port = digits == null || digits.isEmpty() ? defaultPort : digits;
    BigInteger number = port.isEmpty() ? BigInteger.ZERO : new BigInteger(port);
    boolean known = number.compareTo(MAX_PORT) <= 0;
    return known ? authority.group(1).toLowerCase(Locale.ROOT) + ":" + number : "";
  }

  private List<String> values(String name) {
    return lines.stream().filter(l -> l.is(name)).map(Line::value).toList();
  }

  private static void must(boolean holds) throws Refused {
    if (!holds) {
      throw new Refused();
    }
  }
}
