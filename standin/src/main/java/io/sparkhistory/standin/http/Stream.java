package io.sparkhistory.standin.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a watch sends: chunks (RFC 9112, 7.1), or messages of a web socket (RFC 6455) when the
 * client asks for that. Either way in pieces that end anywhere, inside a character, too.
 */
public final class Stream {
  private static final String WEB_SOCKET_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 0x01;
  private static final int LAST = 0x80;
  private static final int CLOSE = 0x08;

  private final boolean webSocket;
  private final InputStream in;
  private final OutputStream out;
  private volatile boolean gone;

  private Stream(boolean webSocket, InputStream in, OutputStream out) {
    this.webSocket = webSocket;
    this.in = in;
    this.out = out;
  }

  static Stream begin(Request request, InputStream in, OutputStream out) throws IOException {
    boolean webSocket = request.field("upgrade").equalsIgnoreCase("websocket");
    String head =
        webSocket
            ? upgrade(request.field("sec-websocket-key"))
            : "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n";
    out.write(head.getBytes(ISO_8859_1));
    out.flush();
    Stream stream = new Stream(webSocket, in, out);
    Thread reader = new Thread(stream::readUntilClosed, "stand-in watch");
    reader.setDaemon(true);
    reader.start();
    return stream;
  }

  /** Whether the client has gone. */
  public boolean isGone() {
    return gone;
  }

  /** Sends a line, or a message. */
  public void send(String text) throws IOException {
    for (byte[] frame : frames(text)) {
      out.write(frame);
      out.flush();
    }
  }

  /** Sends half of a line, or of a message. */
  public void sendHalf(String text) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    frames(text).forEach(whole::writeBytes);
    out.write(whole.toByteArray(), 0, whole.size() / 2);
    out.flush();
  }

  /** Says that nothing more comes. */
  public void end() throws IOException {
    out.write(webSocket ? new byte[] {(byte) 0x88, 0} : "0\r\n\r\n".getBytes(ISO_8859_1));
    out.flush();
  }

  private List<byte[]> frames(String text) {
    List<byte[]> pieces = Pieces.of(text.getBytes(UTF_8));
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      byte[] piece = pieces.get(i);
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      if (webSocket) {
        frame.write((i == 0 ? TEXT : 0) | (i == pieces.size() - 1 ? LAST : 0));
        writeLength(frame, piece.length);
        frame.writeBytes(piece);
      } else {
        frame.writeBytes((Integer.toHexString(piece.length) + "\r\n").getBytes(ISO_8859_1));
        frame.writeBytes(piece);
        frame.writeBytes("\r\n".getBytes(ISO_8859_1));
      }
      frames.add(frame.toByteArray());
    }
    return frames;
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

  /** The client says nothing but goodbye. */
  private void readUntilClosed() {
    try {
      int first = in.read();
      while (webSocket && first >= 0 && (first & 0x0f) != CLOSE) {
        int length = in.read() & 0x7f;
        in.skipNBytes(4L + length);
        first = in.read();
      }
      gone = true;
      end();
      in.close();
    } catch (IOException e) {
      gone = true;
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
