package io.sparkhistory.gateway.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.kubernetes.FirstListing.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The history server is the tenant's, and answers the gateway's own question as it likes: that must
 * cost neither a connection nor a processor for longer than a moment.
 */
class FirstListingFaultsIT {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
  private static final String PAGE = "<title>History Server</title><p id=\"last-updated\">";

  private final ServerSocket server = listen();
  private final AtomicLong sent = new AtomicLong();

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void a_page_that_trickles_is_given_up() throws Exception {
    CompletableFuture<Void> over =
        serve(
            out -> {
              write(out, HEAD + PAGE);
              while (true) {
                write(out, " ");
                TimeUnit.MILLISECONDS.sleep(50);
              }
            });
    CompletableFuture<Answer> answer = ask();
    over.get(10, TimeUnit.SECONDS);
    assertThat(answer).failsWithin(Duration.ofSeconds(1));
  }

  @Test
  void of_a_page_without_end_only_the_beginning_is_read() throws Exception {
    CompletableFuture<Void> over =
        serve(
            out -> {
              write(out, HEAD + PAGE);
              byte[] part = new byte[1 << 16];
              while (true) {
                out.write(part);
                sent.addAndGet(part.length);
              }
            });
    assertThat(ask()).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(Answer.QUIET);
    over.get(10, TimeUnit.SECONDS);
    assertThat(sent.get()).as("what it got rid of").isLessThan(24 << 20);
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
                // the gateway has had enough
              } finally {
                over.complete(null);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return over;
  }

  private CompletableFuture<Answer> ask() {
    Endpoint endpoint = new Endpoint("127.0.0.1", server.getLocalPort(), "history:18080", Set.of());
    return new FirstListing.OverHttp().page(endpoint).toCompletableFuture();
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
