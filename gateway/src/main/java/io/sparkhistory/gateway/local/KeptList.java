package io.sparkhistory.gateway.local;

import io.sparkhistory.gateway.backend.Listing;
import io.sparkhistory.gateway.listed.ListedApplications;
import io.sparkhistory.listing.ApplicationList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of applications of a history server, which is read while the server runs and kept in a
 * file for when it does not. The file is the server's answer, and its time is when that was given.
 *
 * <p>Used by one thread, but for {@link #listing()}; answers come back on the executor, which must
 * be that thread.
 */
final class KeptList {
  /** How often a running server is asked. */
  static final Duration EVERY = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(KeptList.class);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final HttpClient client;
  private final Executor executor;
  private final Path file;
  private volatile Listing listing;
  private CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);
  private Instant due = Instant.MIN;

  KeptList(HttpClient client, Executor executor, Path file) {
    this.client = client;
    this.executor = executor;
    this.file = file;
    this.listing = kept(file);
  }

  Listing listing() {
    return listing;
  }

  /** The server does not run, and is asked at once when it does again. */
  void forgetTime() {
    due = Instant.MIN;
  }

  /** Asks the running server, if it is time for it. */
  void look(int port, Instant now) {
    if (now.isBefore(due) || !asked.isDone()) {
      return;
    }
    due = now.plus(EVERY);
    String list = "http://127.0.0.1:" + port + "/api/v1/applications?limit=" + ApplicationList.MOST;
    HttpRequest request = HttpRequest.newBuilder(URI.create(list)).timeout(ANSWER).build();
    Beginning answer = new Beginning();
    asked =
        client
            .sendAsync(request, BodyHandlers.ofByteArrayConsumer(answer))
            .handle((response, failure) -> failure == null && response.statusCode() == 200)
            .thenAcceptAsync(good -> answered(good, answer.bytes(), now), executor);
  }

  private void answered(boolean good, byte[] answer, Instant now) {
    if (!good) {
      return;
    }
    try {
      listing = listing(answer, now);
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.write(part, answer);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.debug("The list of applications is not kept in {}", file, e);
    }
  }

  private static Listing kept(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > ApplicationList.MOST_BYTES) {
        return Listing.NONE;
      }
      return listing(Files.readAllBytes(file), Files.getLastModifiedTime(file).toInstant());
    } catch (IOException e) {
      LOG.debug("The list of applications cannot be read from {}", file, e);
      return Listing.NONE;
    }
  }

  private static Listing listing(byte[] answer, Instant asOf) throws IOException {
    return ListedApplications.of(ApplicationList.of(answer).newest(), asOf.toString());
  }

  /** The beginning of an answer, by one byte longer than what is read. */
  private static final class Beginning implements Consumer<Optional<byte[]>> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void accept(Optional<byte[]> part) {
      part.ifPresent(
          more ->
              bytes.write(
                  more, 0, Math.min(more.length, ApplicationList.MOST_BYTES + 1 - bytes.size())));
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }
}
