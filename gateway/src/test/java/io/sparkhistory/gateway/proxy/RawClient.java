package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/** A client on a plain socket: it sends bytes and reads answers as they are. */
final class RawClient implements AutoCloseable {
  /** How alice begins a request with a body; the rest of the head follows. */
  static final String POST =
      "POST /sparkhistory/a/ HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n";

  private static final int PATIENCE_MILLIS = 30_000;

  final Socket socket;
  final InputStream in;

  RawClient(InetSocketAddress address) throws IOException {
    this(address, new Socket());
  }

  /** On a socket that has been told where it comes from, or how much it takes. */
  RawClient(InetSocketAddress address, Socket unconnected) throws IOException {
    socket = unconnected;
    socket.connect(address);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** An answer whose body was framed by its length or by chunks, or that has none. */
  record Answer(int status, String head, String body) {
    List<String> values(String name) {
      return head.lines()
          .skip(1)
          .filter(l -> l.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(l -> l.substring(name.length() + 1).strip())
          .toList();
    }

    String value(String name) {
      List<String> all = values(name);
      if (all.size() != 1) {
        throw new AssertionError(name + " is there " + all.size() + " times in\n" + head);
      }
      return all.get(0);
    }
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Asks for a target as alice, with more header lines, each ending in CRLF. */
  RawClient get(String target, String... lines) throws IOException {
    return send(
        "GET "
            + target
            + " HTTP/1.1\r\nHost: gw.example\r\nkubeflow-userid: alice@example.com\r\n"
            + String.join("", lines)
            + "\r\n");
  }

  Answer read() throws IOException {
    return read(false);
  }

  /** Reads the answer to a HEAD request, which has no body whatever its fields say. */
  Answer readHeadOnly() throws IOException {
    return read(true);
  }

  private Answer read(boolean headOnly) throws IOException {
    String head = head();
    int status = Integer.parseInt(head.substring(9, 12));
    Answer bare = new Answer(status, head, "");
    if (headOnly || status / 100 == 1 || status == 204 || status == 304) {
      return bare;
    }
    String body;
    if (!bare.values("Transfer-Encoding").isEmpty()) {
      body = chunked();
    } else if (!bare.values("Content-Length").isEmpty()) {
      int length = Integer.parseInt(bare.value("Content-Length"));
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException("body ended after " + bytes.length + " of " + length);
      }
      body = new String(bytes, ISO_8859_1);
    } else {
      body = new String(in.readAllBytes(), ISO_8859_1);
    }
    return new Answer(status, head, body);
  }

  String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("connection ended after '" + head.toString(ISO_8859_1) + "'");
      }
      head.write(b);
    }
    return head.toString(ISO_8859_1);
  }

  private String chunked() throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      int size = Integer.parseInt(line(), 16);
      if (size == 0) {
        break;
      }
      body.append(new String(in.readNBytes(size), ISO_8859_1));
      line();
    }
    String trailer = line();
    while (!trailer.isEmpty()) {
      body.append('|').append(trailer);
      trailer = line();
    }
    return body.toString();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("ended within a line");
      }
      if (b == '\n') {
        return line.toString(ISO_8859_1).stripTrailing();
      }
      line.write(b);
    }
  }

  /** Whether the other side ended the connection, without having sent anything more. */
  boolean ended() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
