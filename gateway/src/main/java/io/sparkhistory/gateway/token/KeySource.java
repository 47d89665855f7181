package io.sparkhistory.gateway.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.gateway.access.FirstBytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a JWK Set from where an issuer publishes it.
 *
 * @param location a URL or the path of a file, as it may be shown: without user, password and query
 * @param limit of one reading, to the last byte
 * @param text reads it each time it is asked; may take its time and may fail
 */
public record KeySource(String location, Duration limit, Supplier<CompletionStage<String>> text) {
  /**
   * No request waits that long. A gateway that starts without enough CPU needs seconds for its
   * first TLS handshake.
   */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** In bytes; a set of ten keys has about 10 KiB. */
  private static final int MAX_SIZE = 1 << 20;

  /** With the usual limit. */
  public KeySource(String location, Supplier<CompletionStage<String>> text) {
    this(location, LIMIT, text);
  }

  /**
   * The place where an issuer publishes its keys.
   *
   * @param location {@code https://…}, {@code http://…} or the path of a file
   */
  public static KeySource of(String location) {
    return of(location, LIMIT);
  }

  static KeySource of(String location, Duration limit) {
    if (isUrl(location)) {
      URI uri = URI.create(location);
      HttpClient client = HttpClient.newBuilder().connectTimeout(limit).build();
      HttpRequest request =
          HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
      return new KeySource(shown(uri), limit, () -> fetch(client, request, limit));
    }
    Path file = Path.of(location);
    return new KeySource(location, limit, () -> CompletableFuture.supplyAsync(() -> content(file)));
  }

  /** What an operator can do when it cannot be read. */
  String advice() {
    return isUrl(location)
        ? "check --jwks, and that network and certificates let the gateway read it"
        : "check --jwks, and that the file is mounted and readable";
  }

  /** Why it could not be read, in words; nothing of what was read is in them. */
  String reason(Throwable failure) {
    if (find(failure, UnresolvedAddressException.class, UnknownHostException.class) != null) {
      return "its host cannot be resolved";
    }
    Throwable tls = find(failure, SSLException.class);
    if (tls != null) {
      return "TLS fails: " + tls.getMessage();
    }
    Throwable unusable = find(failure, Unusable.class);
    if (unusable != null) {
      return String.valueOf(unusable.getMessage());
    }
    if (find(
            failure,
            HttpTimeoutException.class,
            TimeoutException.class,
            CancellationException.class)
        != null) {
      return "no answer within " + limit.toSeconds() + " s";
    }
    if (find(failure, ConnectException.class) != null) {
      return "the connection was refused";
    }
    if (find(failure, NoSuchFileException.class) != null) {
      return "there is no such file";
    }
    if (find(failure, AccessDeniedException.class) != null) {
      return "the file may not be read";
    }
    Throwable cause = failure.getCause();
    return (cause == null ? failure : cause).getClass().getSimpleName();
  }

  /** The failure or what caused it, whichever is of one of these types; null when none is. */
  private static @Nullable Throwable find(Throwable failure, Class<?>... types) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      for (Class<?> type : types) {
        if (type.isInstance(e)) {
          return e;
        }
      }
    }
    return null;
  }

  private static boolean isUrl(String location) {
    return location.startsWith("https://") || location.startsWith("http://");
  }

  /** Nobody writes a secret anywhere else into a URL. */
  private static String shown(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }

  /** It was there and is no text of keys. */
  private static final class Unusable extends IOException {
    Unusable(String message) {
      super(message);
    }
  }

  private static CompletionStage<String> fetch(
      HttpClient client, HttpRequest request, Duration limit) {
    return FirstBytes.of(client, request, MAX_SIZE + 1, limit).thenApply(KeySource::body);
  }

  private static String body(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw new CompletionException(
          new Unusable("it answered with status " + response.statusCode()));
    }
    return text(response.body());
  }

  private static String text(byte[] bytes) {
    if (bytes.length > MAX_SIZE) {
      throw new CompletionException(new Unusable("it is longer than " + MAX_SIZE + " bytes"));
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
