package io.sparkhistory.gateway.kubernetes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.internal.WatchConnectionManager;
import io.sparkhistory.standin.ApiServer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Watches over web sockets, which the gateway does not use but other clients of this stand-in may:
 * a message comes in fragments that end inside a character.
 */
class WebSocketWatchIT {
  private static final String TEXT = "grün 日本語 \uD83D\uDE00 …";
  private static final int SOON = 120;

  private final ApiServer standIn = ApiServer.start();
  private final String version =
      standIn
          .apply("{apiVersion: v1, kind: Namespace, metadata: {name: before}}")
          .at("/metadata/resourceVersion")
          .asText();
  private final String path = "/api/v1/namespaces?watch=true&resourceVersion=" + version;

  @AfterEach
  void close() {
    standIn.close();
  }

  @Test
  void fragmentsOfAMessageEndInsideACharacter() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), standIn.port())) {
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SOON));
      upgrade(socket);
      speak();
      List<byte[]> fragments = message(new DataInputStream(socket.getInputStream()));
      assertThat(fragments).hasSizeGreaterThan(3).anyMatch(each -> !isText(each));
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      fragments.forEach(whole::writeBytes);
      assertThat(whole.toString(UTF_8)).contains(TEXT);
    }
  }

  @Test
  void aWebSocketOfTheJdkGetsTheMessageInParts()
      throws ExecutionException, InterruptedException, TimeoutException {
    Parts parts = new Parts();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + standIn.port() + path), parts)
            .get(SOON, TimeUnit.SECONDS);
    speak();
    assertThat(parts.whole.get(SOON, TimeUnit.SECONDS)).contains(TEXT);
    assertThat(parts.count).isGreaterThan(1);
    socket.abort();
  }

  @Test
  void theClientLibraryGetsTheObjectWhole()
      throws ExecutionException, InterruptedException, TimeoutException {
    ListOptions since = new ListOptionsBuilder().withResourceVersion(version).build();
    CompletableFuture<String> seen = new CompletableFuture<>();
    try (KubernetesClient client =
            new KubernetesClientBuilder().withConfig(Cluster.config(standIn)).build();
        Watch watch = client.namespaces().watch(since, completing(seen))) {
      assertThat(watch).isInstanceOf(WatchConnectionManager.class); // not over HTTP
      speak();
      assertThat(seen.get(SOON, TimeUnit.SECONDS)).isEqualTo(TEXT);
    }
  }

  private void speak() {
    standIn.apply(
        "{apiVersion: v1, kind: Namespace, metadata: {name: a, annotations: {note: \""
            + TEXT
            + "\"}}}");
  }

  private static Watcher<Namespace> completing(CompletableFuture<String> seen) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, Namespace namespace) {
        seen.complete(namespace.getMetadata().getAnnotations().get("note"));
      }

      @Override
      public void onClose(WatcherException cause) {
        seen.completeExceptionally(cause);
      }
    };
  }

  private void upgrade(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\n")
                .concat("Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")
                .concat("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(ISO_8859_1));
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) socket.getInputStream().read());
    }
    // the key and its answer are the example of RFC 6455, 1.3
    assertThat(head).startsWith("HTTP/1.1 101 ").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  /** The fragments of one message; RFC 6455, 5.4. */
  private static List<byte[]> message(DataInputStream in) throws IOException {
    List<byte[]> fragments = new ArrayList<>();
    boolean last = false;
    while (!last) {
      int first = in.readUnsignedByte();
      assertThat(first & 0x0f).isEqualTo(fragments.isEmpty() ? 1 : 0);
      last = (first & 0x80) != 0;
      int length = in.readUnsignedByte();
      fragments.add(in.readNBytes(length < 126 ? length : in.readUnsignedShort()));
    }
    return fragments;
  }

  private static boolean isText(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** What it receives, up to the end of the first message. */
  private static final class Parts implements WebSocket.Listener {
    final CompletableFuture<String> whole = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    int count;

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      count++;
      text.append(data);
      if (last) {
        whole.complete(text.toString());
      }
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }
  }
}
