package io.sparkhistory.gateway.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An issuer, or somebody in its place, that answers over a plain socket what it is told. */
class KeySourceIT {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private final ServerSocket server = listen();
  private final AtomicLong sent = new AtomicLong();

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void what_it_publishes_is_read() {
    var unused = serve(out -> write(out, OK + "Content-Length: 11\r\n\r\n{\"keys\":[]}"));
    assertThat(read().join()).isEqualTo("{\"keys\":[]}");
  }

  @Test
  void an_answer_without_end_is_not_taken_into_memory() throws Exception {
    CompletableFuture<Void> over =
        serve(
            out -> {
              write(out, OK + "\r\n");
              byte[] part = new byte[1 << 16];
              while (true) {
                out.write(part);
                sent.addAndGet(part.length);
              }
            });
    assertThatThrownBy(read()::join).hasMessageContaining("longer than");
    over.get(10, TimeUnit.SECONDS);
    assertThat(sent.get()).as("what it got rid of").isLessThan(24 << 20);
  }

  @Test
  void a_body_that_does_not_come_to_its_end_is_given_up() throws Exception {
    CompletableFuture<Void> over =
        serve(
            out -> {
              write(out, OK + "\r\n");
              while (true) {
                write(out, " ");
                TimeUnit.MILLISECONDS.sleep(50);
              }
            });
    assertThat(read()).failsWithin(5, TimeUnit.SECONDS);
    over.get(10, TimeUnit.SECONDS);
  }

  private interface Script {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  /** Answers one request; completes when the connection is over. */
  private CompletableFuture<Void> serve(Script script) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (Socket client = server.accept()) {
                client.getInputStream().read(new byte[4096]);
                script.answer(client.getOutputStream());
              } catch (IOException | InterruptedException e) {
                // the other side has had enough
              } finally {
                over.complete(null);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return over;
  }

  private CompletableFuture<String> read() {
    String url = "http://127.0.0.1:" + server.getLocalPort() + "/keys";
    return KeySource.of(url).get().toCompletableFuture();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(US_ASCII));
    out.flush();
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
