package io.sparkhistory.historyserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The folder of Spark's store, where it outlives the process. A file in it says which Spark wrote
 * the store, and whether that Spark came so far that it is known to be good.
 *
 * <p>Spark itself makes a store anew that it cannot open (FsHistoryProvider). What remains is a
 * store that opens and cannot be read, one that ends the process, and a full disk.
 */
final class StoreFolder {
  static final String MARKER = ".spark-history-store";

  private static final String SPARK = "spark";
  private static final String STATE = "state";
  private static final String STARTING = "starting";
  private static final String USED = "used";

  private static final String LOCK = ".spark-history-lock";

  /** Names that are not of a store: the lock, and what a file system of Linux has in its root. */
  private static final Set<String> NO_CONTENT = Set.of(LOCK, "lost+found");

  /** Least space that is left: RocksDB writes files of 64 MiB. */
  private static final long LEAST_SPACE = 128L << 20;

  /** A store that ends the process does so at once, or with the first page. */
  private static final int GOOD_SECONDS = 30;

  private final Path folder;
  private final String spark;
  private final long leastSpace;
  private volatile boolean failed;

  StoreFolder(Path folder, String spark, long leastSpace) {
    this.folder = folder;
    this.spark = spark;
    this.leastSpace = leastSpace;
  }

  /** The folder of this Spark, if its settings name one. */
  static Optional<StoreFolder> of(SparkSettings settings) throws IOException {
    Optional<String> path = settings.storePath();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new StoreFolder(Path.of(path.get()), SparkBuild.version(), LEAST_SPACE));
  }

  /**
   * Takes the folder for this process, until it ends.
   *
   * @return whether no other process has it
   */
  boolean lock() throws IOException {
    Files.createDirectories(folder);
    FileChannel file =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return file.tryLock() != null; // the file stays open, and with it the lock
  }

  /**
   * Throws the store away when it is of no use.
   *
   * @return why it was thrown away; empty when it is kept or there was none
   */
  Optional<String> throwAwayIfUseless() throws IOException {
    Files.createDirectories(folder);
    Optional<String> reason = content().isEmpty() ? Optional.empty() : useless();
    if (reason.isPresent()) {
      throwAway();
    }
    return reason;
  }

  /**
   * Notes that Spark starts with it, and later that this went well: after {@value #GOOD_SECONDS}
   * seconds, or when the process was asked to end before.
   */
  void followStart() throws IOException {
    mark(STARTING);
    Runtime.getRuntime().addShutdownHook(new Thread(this::good, "store-end"));
    Thread later =
        new Thread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(GOOD_SECONDS);
                good();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "store-start");
    later.setDaemon(true);
    later.start();
  }

  /** Spark did not start. */
  void failed() {
    failed = true;
  }

  private void good() {
    if (!failed) {
      try {
        mark(USED);
      } catch (IOException e) {
        System.err.println("The store's mark cannot be written: " + e);
      }
    }
  }

  private Optional<String> useless() throws IOException {
    Properties marker = marker();
    String by = marker.getProperty(SPARK, "an unknown version");
    if (!by.equals(spark)) {
      return Optional.of("the store was written by Spark " + by + " and this is Spark " + spark);
    }
    if (!USED.equals(marker.getProperty(STATE))) {
      return Optional.of("the last start with the store was not completed");
    }
    FileStore disk = Files.getFileStore(folder);
    if (disk.getUsableSpace() < leastSpace) {
      return Optional.of(
          "the disk of the store is full: " + (disk.getUsableSpace() >> 20) + " MiB are left");
    }
    return ListingCheck.problem(folder);
  }

  private Properties marker() throws IOException {
    Properties marker = new Properties();
    Path file = folder.resolve(MARKER);
    if (Files.isRegularFile(file)) {
      try (Reader in = Files.newBufferedReader(file, UTF_8)) {
        marker.load(in);
      } catch (IllegalArgumentException | MalformedInputException e) {
        marker.clear(); // damaged, as the store may be
      }
    }
    return marker;
  }

  private void mark(String state) throws IOException {
    try (Writer out = Files.newBufferedWriter(folder.resolve(MARKER), UTF_8)) {
      out.write(SPARK + "=" + spark + "\n" + STATE + "=" + state + "\n");
    }
  }

  private List<Path> content() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> content = new ArrayList<>();
      files
          .filter(file -> !NO_CONTENT.contains(String.valueOf(file.getFileName())))
          .forEach(content::add);
      return content;
    }
  }

  private void throwAway() throws IOException {
    for (Path each : content()) {
      try (Stream<Path> tree = Files.walk(each)) {
        List<Path> deepestFirst = new ArrayList<>();
        tree.sorted(Comparator.reverseOrder()).forEach(deepestFirst::add);
        for (Path file : deepestFirst) {
          Files.delete(file);
        }
      }
    }
  }
}
