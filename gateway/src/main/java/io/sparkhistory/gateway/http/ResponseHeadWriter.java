package io.sparkhistory.gateway.http;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.routing.Field;
import io.sparkhistory.gateway.routing.HeaderRules;
import io.sparkhistory.gateway.routing.HeaderRules.Action;
import io.sparkhistory.gateway.routing.LocationRewrite;
import io.sparkhistory.gateway.routing.LocationRewrite.Kind;
import io.sparkhistory.gateway.routing.LocationRewriter;
import java.util.Set;

/**
 * Sends the head of a response on to the client: the received lines that {@link HeaderRules} and
 * the Connection field leave, neighbours as one range of bytes, redirects and cookies edited, then
 * the framing of the body as the gateway sends it.
 */
public final class ResponseHeadWriter {
  private static final byte[] LOCATION = Octets.bytes("Location: ");
  private static final byte[] CONTENT_LOCATION = Octets.bytes("Content-Location: ");
  private static final byte[] REFRESH = Octets.bytes("Refresh: ");
  private static final byte[] SET_COOKIE = Octets.bytes("Set-Cookie: ");
  private static final byte[] CLOSE = Octets.bytes("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE = Octets.bytes("Connection: keep-alive\r\n");

  /** Index of the minor version in a status line. */
  private static final int MINOR_VERSION = 7;

  private static final int FIRST_FINAL_STATUS = 200;
  private static final int NO_CONTENT = 204;

  private final HeaderRules rules;
  private final LocationRewriter rewriter;

  public ResponseHeadWriter(HeaderRules rules, LocationRewriter rewriter) {
    this.rules = rules;
    this.rewriter = rewriter;
  }

  /**
   * Writes the head. Always as HTTP/1.1, whatever the client speaks (RFC 9110, section 2.5).
   *
   * @param framing of the body as it is sent on; never CHUNKED to a client of HTTP/1.0
   * @param contentLength for LENGTH; for NONE what the body would have, or -1
   * @param keepAlive whether the client's connection stays open; not with CLOSE
   * @param tenantPrefix such as {@code /sparkhistory/ns-a}
   * @param externalAuthority host and port that the client asked; empty when not known
   * @param ownAuthorities where the gateway may have called this server
   * @param dateLine a whole Date line, for a response without one
   * @param policyLine whole lines that are added to a final response; empty for none
   * @return what became of Location
   */
  public Kind write(
      Head response,
      Framing framing,
      long contentLength,
      boolean keepAlive,
      boolean http10Client,
      String tenantPrefix,
      String externalAuthority,
      Set<String> ownAuthorities,
      byte[] dateLine,
      byte[] policyLine,
      ByteBuf out) {
    if (framing == Framing.CHUNKED && http10Client) {
      throw new IllegalArgumentException("HTTP/1.0 knows no chunks");
    }
    // so that the status line is part of the first range
    response.bytes()[MINOR_VERSION] = '1';
    received(response, out);
    Kind location = Kind.ABSENT;
    if (isEdited(response)) {
      location = edited(response, tenantPrefix, externalAuthority, ownAuthorities, out);
    }
    boolean interim = response.status() < FIRST_FINAL_STATUS;
    if (!interim && !isDated(response)) {
      out.writeBytes(dateLine);
    }
    if (!interim) {
      out.writeBytes(policyLine);
    }
    framing(response, framing, contentLength, out);
    if (!interim && (!keepAlive || framing == Framing.CLOSE)) {
      out.writeBytes(CLOSE);
    } else if (!interim && http10Client) {
      out.writeBytes(KEEP_ALIVE);
    }
    out.writeShort(Octets.CR_LF);
    return location;
  }

  /** A body, or the length of one, is not for 1xx and 204 (RFC 9110, section 8.6). */
  private static void framing(Head response, Framing framing, long contentLength, ByteBuf out) {
    int status = response.status();
    boolean bodiless = status < FIRST_FINAL_STATUS || status == NO_CONTENT;
    switch (framing) {
      case LENGTH -> Lines.contentLength(out, contentLength);
      case CHUNKED -> Lines.chunked(out);
      case NONE -> {
        if (contentLength >= 0 && !bodiless) {
          Lines.contentLength(out, contentLength);
        }
      }
      case CLOSE -> {}
    }
  }

  private void received(Head response, ByteBuf out) {
    byte[] b = response.bytes();
    int from = 0;
    int to = response.reason().to() + 2;
    for (int i = 0; i < response.fields(); i++) {
      if (rules.response(response.field(i)) != Action.KEEP || response.connectionNames(i)) {
        continue;
      }
      if (response.nameFrom(i) != to) {
        out.writeBytes(b, from, to - from);
        from = response.nameFrom(i);
      }
      to = response.lineTo(i);
    }
    out.writeBytes(b, from, to - from);
  }

  /** Whether a Date reaches the client; one that Connection names does not. */
  private static boolean isDated(Head response) {
    int date = response.count(Field.DATE) == 0 ? -1 : response.first(Field.DATE);
    return date >= 0 && !response.connectionNames(date);
  }

  private static boolean isEdited(Head response) {
    return response.count(Field.LOCATION) > 0
        || response.count(Field.SET_COOKIE) > 0
        || response.count(Field.CONTENT_LOCATION) > 0
        || response.count(Field.REFRESH) > 0;
  }

  private Kind edited(Head response, String prefix, String external, Set<String> own, ByteBuf out) {
    Kind location = Kind.ABSENT;
    for (int i = 0; i < response.fields(); i++) {
      Field field = response.field(i);
      if (rules.response(field) != Action.EDIT || response.connectionNames(i)) {
        continue;
      }
      String value = Octets.text(response.bytes(), response.valueFrom(i), response.valueTo(i));
      switch (field) {
        case LOCATION ->
            location = line(out, LOCATION, rewriter.rewrite(value, prefix, external, own));
        case CONTENT_LOCATION ->
            line(out, CONTENT_LOCATION, rewriter.rewrite(value, prefix, external, own));
        case REFRESH -> line(out, REFRESH, rewriter.refresh(value, prefix, external, own));
        case SET_COOKIE -> cookie(out, rules.setCookie(value, prefix));
        default -> {} // framing, which is the gateway's own
      }
    }
    return location;
  }

  private static Kind line(ByteBuf out, byte[] name, LocationRewrite rewrite) {
    if (rewrite.kind() != Kind.DROPPED) {
      Lines.edited(out, name, rewrite.value());
    }
    return rewrite.kind();
  }

  private static void cookie(ByteBuf out, String confined) {
    if (!confined.isEmpty()) {
      Lines.edited(out, SET_COOKIE, confined);
    }
  }
}
