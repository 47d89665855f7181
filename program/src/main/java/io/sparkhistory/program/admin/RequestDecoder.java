package io.sparkhistory.program.admin;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Netty's decoder with a bound for the head, and without its leniency: it takes several spaces in a
 * request line for one, but there is exactly one (RFC 9112, section 3).
 */
final class RequestDecoder extends HttpRequestDecoder {
  /**
   * Bytes of the request line, and of the fields together; Prometheus and kubelets need a few
   * hundred.
   */
  private static final int LONGEST = 8192;

  RequestDecoder() {
    super(new HttpDecoderConfig().setMaxInitialLineLength(LONGEST).setMaxHeaderSize(LONGEST));
  }

  @Override
  protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
    requireOneSpace(line, start);
    return super.splitSecondWordInitialLine(line, start, length);
  }

  @Override
  protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
    requireOneSpace(line, start);
    return super.splitThirdWordInitialLine(line, start, length);
  }

  private static void requireOneSpace(byte[] line, int start) {
    if (line[start - 1] != ' ' || line[start - 2] == ' ') {
      throw new IllegalArgumentException("not one space between the parts of a request line");
    }
  }
}
