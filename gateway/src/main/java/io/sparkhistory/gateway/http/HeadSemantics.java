package io.sparkhistory.gateway.http;

import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Field;

/**
 * Derives the framing and the persistence of a message from the fields of its head, and refuses
 * contradictions.
 */
final class HeadSemantics {
  private static final byte[] CHUNKED = Octets.bytes("chunked");
  private static final byte[] CONTINUE = Octets.bytes("100-continue");

  private HeadSemantics() {}

  static boolean request(Head head) {
    return framing(head) && connection(head) && host(head) && expect(head) && forwards(head);
  }

  static boolean response(Head head) {
    return framing(head) && bodiless(head) && connection(head);
  }

  /**
   * RFC 9112, section 6.1, and RFC 9110, section 8.6: 1xx and 204 have no body, so whoever says
   * there is one may send it, and its bytes would be taken for the next response. A length of 0 is
   * not allowed either, but says the same.
   */
  private static boolean bodiless(Head head) {
    if (head.status >= 200 && head.status != 204) {
      return true;
    }
    if (head.chunked) {
      return head.refuse(HeadError.TRANSFER_ENCODING);
    }
    return head.contentLength <= 0 || head.refuse(HeadError.CONTENT_LENGTH);
  }

  /** RFC 9112, sections 6.1 to 6.3. */
  private static boolean framing(Head head) {
    int lengths = head.count(Field.CONTENT_LENGTH);
    int codings = head.count(Field.TRANSFER_ENCODING);
    if (lengths > 0 && codings > 0) {
      return head.refuse(HeadError.TWO_LENGTHS);
    }
    if (codings > 0) {
      ByteRange value = head.value(Field.TRANSFER_ENCODING);
      head.chunked = codings == 1 && head.minorVersion == 1 && is(value, CHUNKED);
      return head.chunked || head.refuse(HeadError.TRANSFER_ENCODING);
    }
    if (lengths > 0) {
      head.contentLength = lengths == 1 ? number(head.value(Field.CONTENT_LENGTH)) : -1;
      return head.contentLength >= 0 || head.refuse(HeadError.CONTENT_LENGTH);
    }
    return true;
  }

  private static boolean connection(Head head) {
    return ConnectionOptions.read(head) || head.refuse(HeadError.CONNECTION);
  }

  /** RFC 9112, section 3.2. */
  private static boolean host(Head head) {
    int hosts = head.count(Field.HOST);
    if (hosts == 0 && head.minorVersion == 0) {
      return true;
    }
    ByteRange value = head.value(Field.HOST);
    boolean one = hosts == 1 && Authority.isValid(value.bytes(), value.from(), value.to());
    return one || head.refuse(HeadError.HOST);
  }

  /**
   * RFC 9110, section 10.1.1: an expectation in HTTP/1.0 is ignored, and 100-continue concerns only
   * requests with content.
   */
  private static boolean expect(Head head) {
    int expectations = head.count(Field.EXPECT);
    if (expectations == 0 || head.minorVersion == 0) {
      return true;
    }
    if (expectations > 1 || !is(head.value(Field.EXPECT), CONTINUE)) {
      return head.refuse(HeadError.EXPECTATION);
    }
    head.expectContinue = head.chunked || head.contentLength > 0;
    return true;
  }

  /**
   * RFC 9110, section 7.6.2: whoever passes on an OPTIONS with Max-Forwards must count it down, and
   * respond in the server's place at 0. Nobody here has a use for that, so it is not passed on.
   */
  private static boolean forwards(Head head) {
    boolean counted = head.count(Field.MAX_FORWARDS) > 0 && head.method().equals("OPTIONS");
    return !counted || head.refuse(HeadError.MAX_FORWARDS);
  }

  private static boolean is(ByteRange value, byte[] expected) {
    return Octets.equalIgnoringCase(value.bytes(), value.from(), value.to(), expected);
  }

  /** {@code 1*DIGIT} (RFC 9110, section 8.6); -1 when it is not, or more than a long holds. */
  private static long number(ByteRange value) {
    byte[] b = value.bytes();
    long number = value.length() == 0 ? -1 : 0;
    for (int i = value.from(); i < value.to() && number >= 0; i++) {
      int digit = b[i] - '0';
      boolean fits = number <= (Long.MAX_VALUE - 9) / 10;
      number = fits && digit >= 0 && digit <= 9 ? number * 10 + digit : -1;
    }
    return number;
  }
}
