package io.sparkhistory.gateway.http;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Field;
import io.sparkhistory.gateway.routing.HeaderRules;
import io.sparkhistory.gateway.routing.HeaderRules.Action;

/**
 * Sends the head of a request on to a history server: the gateway's own lines, then the received
 * ones that {@link HeaderRules} and the Connection field leave, neighbours as one range of bytes.
 */
public final class RequestHeadWriter {
  private static final byte[] VERSION_LINE_END = Octets.bytes(" HTTP/1.1\r\n");
  private static final byte[] FORWARDED_FOR = Octets.bytes("X-Forwarded-For: ");
  private static final byte[] FORWARDED_PROTO = Octets.bytes("X-Forwarded-Proto: ");
  private static final byte[] FORWARDED_HOST = Octets.bytes("X-Forwarded-Host: ");
  private static final byte[] VIA = Octets.bytes("Via: ");
  private static final byte[] VIA_1_0 = Octets.bytes("1.0 spark-history-gateway");
  private static final byte[] VIA_1_1 = Octets.bytes("1.1 spark-history-gateway");
  private static final byte[] EXPECT = Octets.bytes("Expect: 100-continue\r\n");
  private static final byte[] COOKIE = Octets.bytes("Cookie: ");
  private static final byte[] HTTP = Octets.bytes("http");
  private static final byte[] HTTPS = Octets.bytes("https");

  private final HeaderRules rules;
  private final byte[] userName;

  /** {@code userHeader} is the name of the field in which the user is told. */
  public RequestHeadWriter(HeaderRules rules, String userHeader) {
    this.rules = rules;
    this.userName = Octets.bytes(userHeader + ": ");
  }

  /**
   * The lines that are the same for all requests to a server, for {@link #write}.
   *
   * @param hostHeader host and port under which the mesh knows the server
   * @param tenantPrefix such as {@code /sparkhistory/ns-a}
   */
  public static byte[] tenantLines(String hostHeader, String tenantPrefix) {
    return Octets.bytes(
        ("Host: " + hostHeader + "\r\n")
            + ("X-Forwarded-Prefix: " + tenantPrefix + "\r\n")
            + ("X-Forwarded-Context: " + tenantPrefix + "\r\n"));
  }

  /**
   * Writes the head.
   *
   * @param rest index in the head's bytes at which the server's own path begins
   * @param user as decided; no line when empty
   * @param peerAddress numeric address of the client's end of the connection
   * @return how many of the received fields were left out because they are not listed
   */
  public int write(
      Head head, int rest, byte[] tenantLines, byte[] user, byte[] peerAddress, ByteBuf out) {
    byte[] b = head.bytes();
    out.writeBytes(b, 0, head.method().length() + 1);
    out.writeBytes(b, rest, head.target().to() - rest);
    out.writeBytes(VERSION_LINE_END);
    out.writeBytes(tenantLines);
    if (user.length > 0) {
      Lines.line(out, userName, user);
    }
    continued(head, Field.X_FORWARDED_FOR, FORWARDED_FOR, peerAddress, out);
    forwardedProto(head, out);
    forwardedHost(head, out);
    continued(head, Field.VIA, VIA, head.minorVersion() == 0 ? VIA_1_0 : VIA_1_1, out);
    if (head.chunked()) {
      Lines.chunked(out);
    } else if (head.contentLength() >= 0) {
      Lines.contentLength(out, head.contentLength());
    }
    if (head.expectContinue()) {
      out.writeBytes(EXPECT);
    }
    int unlisted = received(head, out);
    out.writeShort(Octets.CR_LF);
    return unlisted;
  }

  /** Writes one line of a list: what all received lines have, in their order, and one more. */
  private static void continued(Head head, Field field, byte[] name, byte[] last, ByteBuf out) {
    out.writeBytes(name);
    int lines = head.count(field);
    for (int i = lines == 0 ? 0 : head.first(field); lines > 0; i++) {
      if (head.field(i) != field) {
        continue;
      }
      lines--;
      int length = head.valueTo(i) - head.valueFrom(i);
      if (length > 0 && !head.connectionNames(i)) {
        out.writeBytes(head.bytes(), head.valueFrom(i), length);
        out.writeByte(',');
        out.writeByte(' ');
      }
    }
    out.writeBytes(last);
    out.writeShort(Octets.CR_LF);
  }

  /**
   * Whether the client of the request uses https: only what a scheme can be is believed, and the
   * client's own connection is not TLS.
   */
  public static boolean isSecure(Head head) {
    ByteRange value = head.value(Field.X_FORWARDED_PROTO);
    return isContinued(head, Field.X_FORWARDED_PROTO)
        && Octets.equalIgnoringCase(value.bytes(), value.from(), value.to(), HTTPS);
  }

  private static void forwardedProto(Head head, ByteBuf out) {
    Lines.line(out, FORWARDED_PROTO, isSecure(head) ? HTTPS : HTTP);
  }

  /** The Host that was asked for, whatever the client says; HTTP/1.0 may have none. */
  private static void forwardedHost(Head head, ByteBuf out) {
    ByteRange value = head.value(Field.HOST);
    if (value.length() > 0) {
      out.writeBytes(FORWARDED_HOST);
      out.writeBytes(value.bytes(), value.from(), value.length());
      out.writeShort(Octets.CR_LF);
    }
  }

  private static boolean isContinued(Head head, Field field) {
    return head.value(field).length() > 0 && !head.connectionNames(head.first(field));
  }

  private int received(Head head, ByteBuf out) {
    byte[] b = head.bytes();
    int from = 0;
    int to = 0;
    int unlisted = 0;
    for (int i = 0; i < head.fields(); i++) {
      Action action = rules.request(head.field(i));
      if (action == Action.UNLISTED) {
        unlisted++;
        continue;
      }
      if (action == Action.DROP || head.connectionNames(i)) {
        continue;
      }
      if (action == Action.EDIT) {
        cookies(head, i, out);
        continue;
      }
      if (head.nameFrom(i) != to) {
        out.writeBytes(b, from, to - from);
        from = head.nameFrom(i);
      }
      to = head.lineTo(i);
    }
    out.writeBytes(b, from, to - from);
    return unlisted;
  }

  /** Of the fields with an action of EDIT, all others were written before the received ones. */
  private void cookies(Head head, int i, ByteBuf out) {
    if (head.field(i) == Field.COOKIE && rules.allowsCookies()) {
      String kept = rules.cookies(Octets.text(head.bytes(), head.valueFrom(i), head.valueTo(i)));
      if (!kept.isEmpty()) {
        Lines.edited(out, COOKIE, kept);
      }
    }
  }
}
