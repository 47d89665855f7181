package io.sparkhistory.gateway.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A local response of the gateway, ready to be sent.
 *
 * @param status HTTP status
 * @param contentType value of {@code Content-Type}; empty when there is no body
 * @param fields further header fields, in order; never Content-Type or Content-Length
 * @param body the content, which nobody changes
 */
@SuppressWarnings("ArrayRecordComponent") // bytes to send; pages are never compared
public record Page(int status, String contentType, Map<String, String> fields, byte[] body) {

  static final String POLICY = "Content-Security-Policy";
  static final String FRAMED_BY_OWN_ORIGIN = "frame-ancestors 'self'";

  /** Throws {@link IllegalArgumentException} when a value cannot stand in a header field. */
  public Page {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    requireSafe(contentType);
    fields.values().forEach(Page::requireSafe);
  }

  static Page of(int status, String contentType, Map<String, String> fields, String body) {
    return new Page(status, contentType, fields, body.getBytes(UTF_8));
  }

  /** This page with one more header field. */
  Page with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new Page(status, contentType, more, body);
  }

  /**
   * This page, which pages of one more origin may frame if any may.
   *
   * @param source of a Content-Security-Policy; empty: as before
   */
  public Page framedBy(String source) {
    String policy = fields.getOrDefault(POLICY, "");
    return source.isEmpty() || !policy.contains(FRAMED_BY_OWN_ORIGIN)
        ? this
        : with(POLICY, policy.replace(FRAMED_BY_OWN_ORIGIN, FRAMED_BY_OWN_ORIGIN + " " + source));
  }

  /** The content as text. */
  String text() {
    return new String(body, UTF_8);
  }

  /** RFC 9110, section 5.5, without the obsolete octets above ASCII. */
  private static void requireSafe(String value) {
    if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException("not a header value");
    }
  }
}
