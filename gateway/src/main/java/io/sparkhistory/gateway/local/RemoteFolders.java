package io.sparkhistory.gateway.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.historyserver.FolderList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders {@code <namespace>/history} below a URL. A child process with Spark's jars lists them
 * ({@link FolderList}), because the gateway has no Hadoop on its class path.
 */
final class RemoteFolders implements TenantLogs {
  /** Seconds between two lists. */
  static final int EVERY = 30;

  /** No namespace has an underscore in its name. */
  private static final String LOG_FILE = "list_of_namespaces.log";

  /** Until the storage answers for the first time. */
  private static final Duration ANSWER = Duration.ofMinutes(1);

  /** Until the first list is complete after that. */
  private static final Duration FIRST = Duration.ofMinutes(2);

  private static final Logger LOG = LoggerFactory.getLogger(RemoteFolders.class);

  private final LogLocation logs;
  private final Process process;
  private final TenantNames names = new TenantNames();
  private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
  private final CompletableFuture<String> first = new CompletableFuture<>();

  /** Numbers of logs by folder, of the last complete list; published by the reading thread. */
  private volatile Map<String, Integer> listed = Map.of();

  private volatile boolean complete;
  private volatile boolean closed;

  private RemoteFolders(LogLocation logs, Process process) {
    this.logs = logs;
    this.process = process;
  }

  /**
   * Starts the process and waits for its first list.
   *
   * @throws IOException with a sentence for people when there is no list
   */
  static RemoteFolders open(LocalSettings settings, ClassArchive archive) throws IOException {
    Map<String, String> users = System.getenv();
    return open(
        settings.logs(),
        settings.command().listing(archive, settings.logs(), EVERY, users),
        settings.command().environment(users),
        settings.work().resolve("logs").resolve(LOG_FILE));
  }

  static RemoteFolders open(
      LogLocation logs, List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    RemoteFolders folders = new RemoteFolders(logs, builder.start());
    Thread reader = new Thread(folders::read, "remote-folders");
    reader.setDaemon(true);
    reader.start();
    try {
      CompletableFuture.anyOf(folders.begun, folders.first)
          .get(ANSWER.toSeconds(), TimeUnit.SECONDS);
      String problem = folders.first.get(FIRST.toSeconds(), TimeUnit.SECONDS);
      if (!problem.isEmpty()) {
        folders.close();
        throw new IOException(problem + " What Hadoop logged is in " + log + ".");
      }
      return folders;
    } catch (TimeoutException e) {
      folders.close();
      throw new IOException(RemoteProblem.silent(logs, folders.begun.isDone() ? FIRST : ANSWER), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      folders.close();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("--logs " + logs + " cannot be listed.", e);
    }
  }

  @Override
  public String historyOf(Tenant tenant) {
    return logs + "/" + tenant.namespace() + "/history";
  }

  @Override
  public Optional<Set<Tenant>> look() {
    return complete ? Optional.of(names.of(listed.keySet())) : Optional.empty();
  }

  @Override
  public int countLogs(Tenant tenant, int limit) {
    return Math.min(limit, listed.getOrDefault(tenant.namespace(), 0));
  }

  @Override
  public long sizeOfLog(Tenant tenant, String application) {
    return 0;
  }

  @Override
  public void close() {
    closed = true;
    process.destroy();
  }

  private void read() {
    Map<String, Integer> reading = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(FolderList.FOLDER)) {
          String[] words = line.split(" ", -1);
          reading.put(words[1], Integer.parseInt(words[2]));
        } else if (line.equals(FolderList.BEGUN)) {
          begun.complete(true);
        } else if (line.equals(FolderList.LISTED)) {
          listed = Map.copyOf(reading);
          complete = true;
          reading.clear();
          first.complete("");
        } else if (line.startsWith(FolderList.PROBLEM)) {
          problem(line.substring(FolderList.PROBLEM.length()));
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("The list of {} broke off", logs, e);
    }
    boolean wasListed =
        !first.complete("--logs " + logs + " cannot be listed: the process that lists it ended.");
    if (wasListed && !closed) {
      LOG.warn("{} is not listed any more: new namespaces are seen after a restart", logs);
    }
  }

  private void problem(String text) {
    int space = text.indexOf(' ');
    String sentence = RemoteProblem.sentence(logs, text.substring(0, space), text.substring(space));
    if (!first.complete(sentence)) {
      LOG.warn("{} The namespaces of the last list stay.", sentence);
    }
  }
}
