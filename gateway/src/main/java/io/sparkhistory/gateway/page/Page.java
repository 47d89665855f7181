package io.sparkhistory.gateway.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of the gateway's own, ready to be sent.
 *
 * @param status HTTP status
 * @param contentType value of {@code Content-Type}; empty when there is no body
 * @param fields further header fields, in order; never Content-Type or Content-Length
 * @param body the content, which nobody changes
 */
@SuppressWarnings("ArrayRecordComponent") // bytes to send; pages are never compared
public record Page(int status, String contentType, Map<String, String> fields, byte[] body) {
  public Page {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
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

  /** The content as text. */
  String text() {
    return new String(body, UTF_8);
  }
}
