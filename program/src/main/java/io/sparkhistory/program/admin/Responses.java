package io.sparkhistory.program.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The response of the admin server to a request. */
final class Responses {
  private static final String TEXT = "text/plain; charset=utf-8";

  /** IMF-fixdate (RFC 9110, section 5.6.7). */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final Set<HttpVersion> VERSIONS =
      Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);

  private final Readiness liveness;
  private final Readiness readiness;
  private final Metrics metrics;
  private final Clock clock;

  Responses(Readiness liveness, Readiness readiness, Metrics metrics, Clock clock) {
    this.liveness = liveness;
    this.readiness = readiness;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** The response, after which the connection ends. */
  FullHttpResponse to(HttpRequest request) {
    if (request.decoderResult().cause() instanceof TooLongFrameException) {
      return text(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the head is too large\n");
    }
    if (request.decoderResult().isFailure() || !VERSIONS.contains(request.protocolVersion())) {
      return text(HttpResponseStatus.BAD_REQUEST, "not a request of HTTP/1\n");
    }
    boolean head = request.method().equals(HttpMethod.HEAD);
    if (!head && !request.method().equals(HttpMethod.GET)) {
      FullHttpResponse refused = text(HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET and HEAD\n");
      refused.headers().set("Allow", "GET, HEAD");
      return refused;
    }
    FullHttpResponse response = get(request);
    if (head) {
      response.content().clear();
    }
    return response;
  }

  private FullHttpResponse get(HttpRequest request) {
    return switch (path(request.uri())) {
      case "/livez" -> probe(liveness, "not alive\n");
      case "/readyz" -> probe(readiness, "not ready\n");
      case "/metrics" -> metrics(request.headers().get("Accept", ""));
      default -> text(HttpResponseStatus.NOT_FOUND, "try /livez, /readyz or /metrics\n");
    };
  }

  private FullHttpResponse probe(Readiness checks, String otherwise) {
    List<String> problems = checks.problems();
    StringBuilder lines = new StringBuilder(problems.isEmpty() ? "ok\n" : otherwise);
    problems.forEach(problem -> lines.append(problem).append('\n'));
    checks.notes().forEach(note -> lines.append(note).append('\n'));
    return text(
        problems.isEmpty() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
        lines.toString());
  }

  private FullHttpResponse metrics(String accept) {
    boolean open = accept.contains("application/openmetrics-text");
    String type = open ? Metrics.OPEN_METRICS : Metrics.PROMETHEUS_TEXT;
    ByteArrayOutputStream scraped = new ByteArrayOutputStream(64 << 10);
    try {
      metrics.scrape(scraped, type);
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be written", e);
    }
    return response(HttpResponseStatus.OK, type, scraped.toByteArray());
  }

  private FullHttpResponse text(HttpResponseStatus status, String text) {
    return response(status, TEXT, text.getBytes(UTF_8));
  }

  private FullHttpResponse response(HttpResponseStatus status, String type, byte[] content) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(content));
    response
        .headers()
        .set("Date", DATE.format(clock.instant()))
        .set("Content-Type", type)
        .set("Content-Length", content.length)
        .set("Cache-Control", "no-store")
        .set("X-Content-Type-Options", "nosniff")
        .set("Connection", "close");
    return response;
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
}
