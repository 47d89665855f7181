package io.sparkhistory.gateway.operations;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What the admin server answers to a request's head: bytes in, bytes out. */
final class AdminAnswers {
  private static final String TEXT = "text/plain; charset=utf-8";

  /** IMF-fixdate (RFC 9110, section 5.6.7). */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Readiness liveness;
  private final Readiness readiness;
  private final GatewayMetrics metrics;
  private final Clock clock;

  AdminAnswers(Readiness liveness, Readiness readiness, GatewayMetrics metrics, Clock clock) {
    this.liveness = liveness;
    this.readiness = readiness;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * The answer, after which the connection ends.
   *
   * @param head request line and field lines, without the empty line
   */
  byte[] to(String head) {
    List<String> lines = List.of(head.split("\r\n", -1));
    String[] line = lines.get(0).split(" ", -1);
    if (line.length != 3 || !line[2].matches("HTTP/1\\.[01]")) {
      return answer("400 Bad Request", "", TEXT, text("not a request of HTTP/1\n"), true);
    }
    boolean body = !line[0].equals("HEAD");
    if (body && !line[0].equals("GET")) {
      String allow = "Allow: GET, HEAD\r\n";
      return answer("405 Method Not Allowed", allow, TEXT, text("only GET and HEAD\n"), true);
    }
    return switch (path(line[1])) {
      case "/livez" -> probe(liveness, "not alive\n", body);
      case "/readyz" -> probe(readiness, "not ready\n", body);
      case "/metrics" -> metrics(accept(lines), body);
      default -> answer("404 Not Found", "", TEXT, text("try /livez, /readyz or /metrics\n"), body);
    };
  }

  /** The answer to a head that does not end. */
  byte[] tooLarge() {
    return answer(
        "431 Request Header Fields Too Large", "", TEXT, text("the head is too large\n"), true);
  }

  private byte[] probe(Readiness checks, String otherwise, boolean body) {
    List<String> problems = checks.problems();
    StringBuilder lines = new StringBuilder(problems.isEmpty() ? "ok\n" : otherwise);
    problems.forEach(problem -> lines.append(problem).append('\n'));
    checks.notes().forEach(note -> lines.append(note).append('\n'));
    String status = problems.isEmpty() ? "200 OK" : "503 Service Unavailable";
    return answer(status, "", TEXT, text(lines.toString()), body);
  }

  private byte[] metrics(String accept, boolean body) {
    String type = GatewayMetrics.contentType(accept);
    ByteArrayOutputStream scraped = new ByteArrayOutputStream(64 << 10);
    try {
      metrics.scrape(scraped, type);
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be written", e);
    }
    return answer("200 OK", "", type, scraped.toByteArray(), body);
  }

  private byte[] answer(String status, String field, String type, byte[] content, boolean body) {
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nDate: "
            + DATE.format(clock.instant())
            + "\r\n"
            + field
            + "Content-Type: "
            + type
            + "\r\nContent-Length: "
            + content.length
            + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
            + "Connection: close\r\n\r\n";
    ByteArrayOutputStream all = new ByteArrayOutputStream(head.length() + content.length);
    all.writeBytes(head.getBytes(ISO_8859_1));
    if (body) {
      all.writeBytes(content);
    }
    return all.toByteArray();
  }

  /** The path of a target in origin-form or absolute-form; empty for any other. */
  private static String path(String target) {
    try {
      String path = new URI(target).getPath();
      return path == null ? "" : path;
    } catch (URISyntaxException e) {
      return "";
    }
  }

  private static String accept(List<String> lines) {
    String name = "accept:";
    return lines.stream()
        .filter(line -> line.regionMatches(true, 0, name, 0, name.length()))
        .findFirst()
        .map(line -> line.substring(name.length()).strip())
        .orElse("");
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }
}
