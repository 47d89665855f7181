package io.sparkhistory.gateway.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A port on which an application is said to show its pages. It is the application's when it says so
 * itself: after the end of one, the port may be another's.
 */
final class LocalDriver {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** A description of an application is some hundred bytes. */
  private static final int MAX_ANSWER = 64 * 1024;

  private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([^\"\\\\]{1,200})\"");

  private final String application;
  private final int port;
  private final Driver.Running running;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Driver shown = new Driver.Starting();
  private volatile String name = "";

  LocalDriver(String application, int port) {
    this.application = application;
    this.port = port;
    this.running = new Driver.Running(Endpoint.at(new HostPort(LOOPBACK, port)));
  }

  String application() {
    return application;
  }

  int port() {
    return port;
  }

  Driver shown() {
    return shown;
  }

  Drivers.Application line() {
    return new Drivers.Application(application, name, shown, Optional.empty());
  }

  /** Asks whether it still runs, unless it is being asked. */
  void ask(HttpClient client) {
    if (!asking.compareAndSet(false, true)) {
      return;
    }
    URI uri = URI.create("http://" + LOOPBACK + ":" + port + "/api/v1/applications/" + application);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    var unused =
        client
            .sendAsync(request, BodyHandlers.ofInputStream())
            .thenAccept(this::answered)
            .whenComplete(
                (nothing, failure) -> {
                  failed(failure);
                  asking.set(false);
                });
  }

  private void answered(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      if (response.statusCode() == 200) {
        Matcher named = NAME.matcher(new String(body.readNBytes(MAX_ANSWER), UTF_8));
        name = named.find() ? named.group(1) : "";
        shown = running;
      } else if (response.statusCode() == 404) {
        shown = Driver.ENDED; // somebody else listens there
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Silence is no end: a driver that is busy may show its pages again. */
  private void failed(@Nullable Throwable failure) {
    Throwable cause = failure == null ? null : failure.getCause();
    if (cause instanceof ConnectException) {
      shown = Driver.ENDED;
    }
  }
}
