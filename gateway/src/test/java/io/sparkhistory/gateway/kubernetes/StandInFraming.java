package io.sparkhistory.gateway.kubernetes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sparkhistory.gateway.kubernetes.StandInConnection.Request;
import io.sparkhistory.standin.Pieces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * How the stand-in's watches send: in chunks (RFC 9112, 7.1), or in a web socket's messages (RFC
 * 6455) when the client asks for that. Either way in pieces that end anywhere, inside a character,
 * too.
 */
final class StandInFraming {
  private static final String WEB_SOCKET_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 0x01;
  private static final int LAST = 0x80;

  private final boolean webSocket;
  private final String head;
  final OutputStream out;

  private StandInFraming(boolean webSocket, String head, OutputStream out) {
    this.webSocket = webSocket;
    this.head = head;
    this.out = out;
  }

  static StandInFraming of(Request request, OutputStream out) {
    boolean webSocket = request.header("upgrade").equalsIgnoreCase("websocket");
    String head =
        webSocket
            ? upgrade(request.header("sec-websocket-key"))
            : "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n";
    return new StandInFraming(webSocket, head, out);
  }

  boolean isWebSocket() {
    return webSocket;
  }

  void begin() throws IOException {
    out.write(head.getBytes(ISO_8859_1));
    out.flush();
  }

  /** Nothing more comes. */
  void end() throws IOException {
    out.write(webSocket ? new byte[] {(byte) 0x88, 0} : "0\r\n\r\n".getBytes(ISO_8859_1));
    out.flush();
  }

  /** One message, or some lines. */
  byte[] frame(byte[] bytes) {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    List<byte[]> pieces = Pieces.of(bytes);
    for (int i = 0; i < pieces.size(); i++) {
      byte[] piece = pieces.get(i);
      if (webSocket) {
        framed.write((i == 0 ? TEXT : 0) | (i == pieces.size() - 1 ? LAST : 0));
        writeLength(framed, piece.length);
        framed.writeBytes(piece);
      } else {
        framed.writeBytes((Integer.toHexString(piece.length) + "\r\n").getBytes(ISO_8859_1));
        framed.writeBytes(piece);
        framed.writeBytes("\r\n".getBytes(ISO_8859_1));
      }
    }
    return framed.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream frame, int length) {
    if (length < 126) {
      frame.write(length);
    } else { // a piece is never longer than this holds
      frame.write(126);
      frame.write(length >> 8);
      frame.write(length);
    }
  }

  private static String upgrade(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest((key + WEB_SOCKET_KEY).getBytes(ISO_8859_1));
      return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: "
          + Base64.getEncoder().encodeToString(hash)
          + "\r\n\r\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
