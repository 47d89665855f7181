package io.sparkhistory.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Reads the text of a JWK Set from where an issuer publishes it. */
public final class KeySource {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** In bytes; a set of ten keys has about 10 KiB. */
  private static final int MAX_SIZE = 1 << 20;

  private KeySource() {}

  /**
   * Reads it each time it is asked.
   *
   * @param location {@code https://…}, {@code http://…} or the path of a file
   */
  public static Supplier<CompletionStage<String>> of(String location) {
    if (location.startsWith("https://") || location.startsWith("http://")) {
      HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(location)).header("Accept", "application/json").build();
      return () -> fetch(client, request);
    }
    Path file = Path.of(location);
    return () -> CompletableFuture.supplyAsync(() -> content(file));
  }

  private static CompletionStage<String> fetch(HttpClient client, HttpRequest request) {
    return FirstBytes.of(client, request, MAX_SIZE + 1, LIMIT).thenApply(KeySource::body);
  }

  private static String body(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw new CompletionException(new IOException("status " + response.statusCode()));
    }
    return text(response.body());
  }

  private static String text(byte[] bytes) {
    if (bytes.length > MAX_SIZE) {
      throw new CompletionException(new IOException("longer than " + MAX_SIZE + " bytes"));
    }
    return new String(bytes, UTF_8);
  }

  private static String content(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return text(in.readNBytes(MAX_SIZE + 1));
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }
}
