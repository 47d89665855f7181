package io.sparkhistory.standin.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A client's connection: one request after the other. */
public final class Connection implements Runnable {
  private final Listener listener;
  private final Handler handler;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Connection(Listener listener, Handler handler, Socket socket) throws IOException {
    this.listener = listener;
    this.handler = handler;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  @Override
  public void run() {
    try (socket) {
      boolean more = true;
      while (more) {
        more = handler.respond(Request.read(in), this);
      }
    } catch (IOException | InterruptedException e) {
      // the client went, or the stand-in ends
    } finally {
      listener.forget(socket);
    }
  }

  /** Sends a response. */
  public void send(int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(head(status, bytes.length));
    whole.write(bytes);
    out.write(whole.toByteArray());
    out.flush();
  }

  /** Sends the head of a response and half of its body. */
  public void sendHalf(int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    out.write(head(status, bytes.length));
    out.write(bytes, 0, bytes.length / 2);
    out.flush();
  }

  /** Begins a response without an end, or a web socket when that is what the client asks for. */
  public Stream stream(Request request) throws IOException {
    return Stream.begin(request, in, out);
  }

  private static byte[] head(int status, int length) {
    return "HTTP/1.1 %d Whatever\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        .formatted(status, length)
        .getBytes(ISO_8859_1);
  }
}
