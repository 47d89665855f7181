package io.sparkhistory.gateway.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A server on a plain socket with one answer to all requests, also one without an end. Each
 * connection is for one request. A client may come again: where a TLS handshake fails, the one of
 * the JDK may take that for a server without HTTP/2 and try HTTP/1.1 over another connection. No
 * library for HTTP stubs trickles, never ends, or answers TLS in plain text.
 */
public final class OneAnswer implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ServerSocket server;
  private final AtomicLong sent = new AtomicLong();

  public OneAnswer() {
    try {
      server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Bytes without end that it got rid of. */
  public long sent() {
    return sent.get();
  }

  /** Sends this; completes when the first connection is over, as the others do. */
  public CompletableFuture<Void> with(String whole) {
    return serve(whole, out -> {});
  }

  /** Sends this, and then a byte now and then, for as long as somebody takes it. */
  public CompletableFuture<Void> trickling(String begin) {
    return serve(
        begin,
        out -> {
          while (!server.isClosed()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            out.write(' ');
          }
        });
  }

  /** Sends this, and then as much as somebody takes. */
  public CompletableFuture<Void> withoutEnd(String begin) {
    return serve(
        begin,
        out -> {
          byte[] part = new byte[1 << 16];
          while (!server.isClosed()) {
            out.write(part);
            sent.addAndGet(part.length);
          }
        });
  }

  private interface Rest {
    void write(OutputStream out) throws IOException;
  }

  private CompletableFuture<Void> serve(String begin, Rest rest) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Runnable all =
        () -> {
          while (!server.isClosed()) {
            answer(begin, rest);
            over.complete(null);
          }
        };
    Thread thread = new Thread(all, "one-answer");
    thread.setDaemon(true);
    thread.start();
    return over;
  }

  private void answer(String begin, Rest rest) {
    try (Socket client = server.accept()) {
      int asked = client.getInputStream().read(new byte[4096]);
      client.getOutputStream().write(asked > 0 ? begin.getBytes(US_ASCII) : new byte[0]);
      rest.write(client.getOutputStream());
    } catch (IOException e) {
      // the other side has had enough
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
