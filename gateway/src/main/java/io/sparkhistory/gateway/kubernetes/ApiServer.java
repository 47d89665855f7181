package io.sparkhistory.gateway.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.informers.GuardedClient;
import io.sparkhistory.informers.InformerEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Client of the Kubernetes API server. Address and credentials come from the pod's service account
 * or from a kubeconfig.
 */
final class ApiServer implements AutoCloseable {
  /** Longest response to a call, in bytes; the ones that are made here have a few hundred. */
  private static final int MAX_RESPONSE = 1 << 20;

  private static final int RECONNECT_MILLIS = 250;

  private final KubernetesClient client;

  /** A response, whatever its status. */
  record Response(int status, String body) {
    boolean isSuccess() {
      return status / 100 == 2;
    }
  }

  /** The response has more bytes than are read. */
  static final class TooLong extends IOException {
    TooLong() {
      super("the API server's answer is too long");
    }
  }

  private ApiServer(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Reads where the API server is; does not connect yet.
   *
   * @param events is told what goes wrong with lists and watches
   */
  static ApiServer open(Config config, InformerEvents events) {
    // Over HTTP/2 everything would share one connection, and one that died without a word would
    // take every call with it until the kernel gives up, a quarter of an hour later.
    config.setHttp2Disable(true);
    config.setConnectionTimeout(2000);
    // for the head of a response; what happens to the body is watched by those who read it
    config.setRequestTimeout(30_000);
    // backs off to 32 times that
    config.setWatchReconnectInterval(RECONNECT_MILLIS);
    config.setWatchReconnectLimit(-1);
    config.setRequestRetryBackoffInterval(100);
    config.setRequestRetryBackoffLimit(2);
    return new ApiServer(
        GuardedClient.open(config, List.of(SparkHistoryServer.class), events, http -> {}));
  }

  /** For lists and watches. */
  KubernetesClient client() {
    return client;
  }

  /**
   * One call with a JSON body. Cancelling the result ends the call.
   *
   * @param path below the API server's address, without a slash at the front
   * @param limit from the call to the last byte of the response; then the result fails
   */
  CompletableFuture<Response> call(
      String method, String path, String contentType, String body, Duration limit) {
    HttpRequest request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(client.getMasterUrl() + path)
            .method(method, contentType, body)
            .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
            .build();
    CompletableFuture<Response> result = new CompletableFuture<>();
    ByteArrayOutputStream content = new ByteArrayOutputStream(1024);
    CompletableFuture<HttpResponse<AsyncBody>> call =
        client.getHttpClient().consumeBytes(request, (bytes, more) -> read(bytes, more, content));
    var unused =
        call.whenComplete(
            (response, failure) -> {
              if (failure != null) {
                result.completeExceptionally(failure);
              } else {
                readBody(response, content, result);
              }
            });
    return result
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (whole, failure) -> {
              if (failure != null) {
                call.cancel(true);
              }
            });
  }

  private static void readBody(
      HttpResponse<AsyncBody> response,
      ByteArrayOutputStream content,
      CompletableFuture<Response> result) {
    AsyncBody body = response.body();
    var unused =
        result.whenComplete(
            (whole, failure) -> {
              if (failure != null) {
                body.cancel(); // so that half a response does not hold a connection
              }
            });
    body.consume();
    var unusedToo =
        body.done()
            .whenComplete(
                (nothing, failure) -> {
                  if (failure != null) {
                    result.completeExceptionally(failure);
                  } else {
                    result.complete(new Response(response.code(), content.toString(UTF_8)));
                  }
                });
  }

  private static void read(List<ByteBuffer> bytes, AsyncBody more, ByteArrayOutputStream content)
      throws IOException {
    for (ByteBuffer buffer : bytes) {
      if (content.size() + buffer.remaining() > MAX_RESPONSE) {
        throw new TooLong();
      }
      byte[] copy = new byte[buffer.remaining()];
      buffer.get(copy);
      content.write(copy);
    }
    more.consume();
  }

  /** JSON text of a value that this client's model knows. */
  String json(Object value) {
    return client.getKubernetesSerialization().asJson(value);
  }

  <T> T parse(Response response, Class<T> type) {
    return client.getKubernetesSerialization().unmarshal(response.body(), type);
  }

  @Override
  public void close() {
    client.close();
  }
}
