package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.request.KeptOut;
import io.sparkhistory.gateway.upstream.Buffers;
import org.jspecify.annotations.Nullable;

/**
 * A short response of a driver that may be the word of an Envoy in front of it instead: the sidecar
 * of the driver, a waypoint, or the gateway's own sidecar. It is kept back until it is whole.
 * Envoy's words are those of its RBAC filter and of its router.
 */
final class SidecarReply {
  private static final int MOST = 512;
  private static final int FORBIDDEN = 403;
  private static final int UNAVAILABLE = 503;
  private static final String DENIED = "RBAC: access denied";
  private static final String NOT_REACHED =
      "upstream connect error or disconnect/reset before headers";
  private static final String IN_TIME = "connection timeout";

  private final int status;
  private final int length;
  private @Nullable ByteBuf body;

  private SidecarReply(int status, int length) {
    this.status = status;
    this.length = length;
  }

  /** Null when it is none by its head. */
  static @Nullable SidecarReply of(Head head) {
    long length = head.contentLength();
    boolean may = head.status() == FORBIDDEN || head.status() == UNAVAILABLE;
    return may && length > 0 && length <= MOST
        ? new SidecarReply(head.status(), (int) length)
        : null;
  }

  /** Takes the buffer over. */
  void add(ByteBufAllocator alloc, ByteBuf piece) {
    if (body == null) {
      body = alloc.ioBuffer(length);
    }
    body.writeBytes(piece);
    piece.release();
  }

  /** What it says; null when it is the driver's own. */
  @Nullable KeptOut sign() {
    String text = body == null ? "" : body.toString(ISO_8859_1);
    if (status == FORBIDDEN) {
      return text.strip().equals(DENIED) ? KeptOut.AUTHORIZATION_POLICY : null;
    }
    boolean late = text.startsWith(NOT_REACHED) && text.contains(IN_TIME);
    return late ? KeptOut.NETWORK_POLICY : null;
  }

  /** Gives what has been kept back; null when that is nothing. */
  @Nullable ByteBuf take() {
    ByteBuf taken = body;
    body = null;
    return taken;
  }

  void release() {
    body = Buffers.release(body);
  }
}
