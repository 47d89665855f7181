package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An origin server on a plain socket that records what it is sent and answers what it is told.
 * Tests of the proxy need the bytes themselves: malformed heads, bodies cut short, resets.
 */
final class RawOrigin implements AutoCloseable {
  /** What to do with a connection on which a request's head has just been read. */
  @FunctionalInterface
  interface Script {
    void answer(Exchanged exchanged) throws IOException;
  }

  /** A request as it arrived, and the way to answer it. */
  static final class Exchanged {
    final String head;
    final int connection;
    final InputStream in;
    final OutputStream out;
    final Socket socket;

    Exchanged(String head, int connection, InputStream in, OutputStream out, Socket socket) {
      this.head = head;
      this.connection = connection;
      this.in = in;
      this.out = out;
      this.socket = socket;
    }

    String requestLine() {
      return head.lines().findFirst().orElse("");
    }

    /** Values of a field, in order, names compared without case. */
    List<String> values(String name) {
      return head.lines()
          .skip(1)
          .filter(l -> l.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(l -> l.substring(name.length() + 1).strip())
          .toList();
    }

    void send(String text) throws IOException {
      out.write(text.getBytes(ISO_8859_1));
      out.flush();
    }

    /** A plain 200 with this body. */
    void ok(String body) throws IOException {
      send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    String readBytes(int count) throws IOException {
      return new String(in.readNBytes(count), ISO_8859_1);
    }

    /** Reads to the end of a chunked body, framing included. */
    String readChunked() throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      while (!all.toString(ISO_8859_1).endsWith("0\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          throw new EOFException(all.toString(ISO_8859_1));
        }
        all.write(b);
      }
      return all.toString(ISO_8859_1);
    }

    /** Closes with a reset instead of an end. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  final List<Exchanged> received = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Script script;
  private final boolean loose;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch acceptorEnded = new CountDownLatch(1);
  private final CountDownLatch lastAnswers = new CountDownLatch(1);
  private final AtomicInteger held = new AtomicInteger();
  private volatile boolean ending;

  RawOrigin(Script script) throws IOException {
    this(0, script, false);
  }

  RawOrigin(int port, Script script) throws IOException {
    this(port, script, false);
  }

  /** {@code loose}: takes a line feed alone for a line end, as many servers do. */
  RawOrigin(Script script, boolean loose) throws IOException {
    this(0, script, loose);
  }

  private RawOrigin(int port, Script script, boolean loose) throws IOException {
    this.script = script;
    this.loose = loose;
    server = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /**
   * Ends as a server does that is told to: takes nothing new, and answers what it has begun. It
   * waits to do so until every client is being answered: whom the operating system accepts for it
   * at that moment could not be answered, and would be lost.
   *
   * @param clients how many there are, each with one request at a time
   */
  void end(int clients) throws IOException, InterruptedException {
    ending = true;
    Eventually.that(() -> assertThat(held).hasValue(clients));
    stopListening();
    lastAnswers.countDown();
    for (Socket socket : open) {
      shutdownInput(socket);
    }
    threads.shutdown();
    if (!threads.awaitTermination(180, TimeUnit.SECONDS)) {
      throw new IOException("it does not end");
    }
  }

  private static void shutdownInput(Socket socket) {
    try {
      socket.shutdownInput();
    } catch (IOException e) {
      // it has been closed already
    }
  }

  /** Takes nothing new, and goes on with the connections that there are; the port is free. */
  void stopListening() throws IOException, InterruptedException {
    server.close();
    // as long as a thread is in accept, Linux keeps the socket, and the port with it
    acceptorEnded.await();
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket socket = server.accept();
        open.add(socket);
        int number = connections.incrementAndGet();
        threads.execute(() -> serve(socket, number));
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    } finally {
      acceptorEnded.countDown();
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        String head = head(in);
        if (head.isEmpty()) {
          return;
        }
        Exchanged exchanged = new Exchanged(head, number, in, socket.getOutputStream(), socket);
        received.add(exchanged);
        if (ending) {
          held.incrementAndGet();
          lastAnswers.await();
        }
        script.answer(exchanged);
        if (socket.isClosed() || ending) {
          return;
        }
      }
    } catch (IOException | InterruptedException e) {
      // The other side went away, which some tests want, or the test is over.
      return;
    } finally {
      open.remove(socket);
    }
  }

  private String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (true) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.write(b);
      String text = b == '\n' ? head.toString(ISO_8859_1) : "";
      if (text.endsWith("\r\n\r\n") || (loose && text.matches("(?s).*\n\r?\n"))) {
        return text;
      }
    }
  }
}
