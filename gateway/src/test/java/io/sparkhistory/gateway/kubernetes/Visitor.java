package io.sparkhistory.gateway.kubernetes;

import io.sparkhistory.gateway.fixture.Packaged;
import io.sparkhistory.standin.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks a gateway for the state of namespaces, which is answered to those who may look. */
record Visitor(Packaged gateway) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Options for a gateway that follows the stand-in. */
  static Packaged.Options following(ApiServer standIn, Path folder, String... more)
      throws IOException {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            users: [{name: u, user: {}}]
            """
                .formatted(standIn.port()));
    String[] all = new String[more.length + 2];
    all[0] = "--kubernetes";
    all[1] = "--drain-delay=0s";
    System.arraycopy(more, 0, all, 2, more.length);
    return Packaged.Options.of(all).withJvm("-Dkubeconfig=" + kubeconfig);
  }

  /**
   * Status of the answer: 200 where the caller may look, 403 where not.
   *
   * @param fields names and values in turn
   */
  int status(String namespace, String... fields) {
    URI uri =
        URI.create(
            "http://127.0.0.1:"
                + gateway.address.getPort()
                + "/sparkhistory/-/status/"
                + namespace);
    try {
      HttpResponse<Void> response =
          HTTP.send(HttpRequest.newBuilder(uri).headers(fields).build(), BodyHandlers.discarding());
      return response.statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
