package io.sparkhistory.gateway.local;

import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders with the stores of history servers, so that a log is replayed once and not at each start.
 * Each is of one Spark, one place of logs and one namespace. Together they are bounded: before a
 * server starts, those that were used longest ago go.
 *
 * @param root of all of them
 * @param place folder in it of one Spark and one place of logs, with those of the namespaces
 * @param mebibytes most of all of them
 */
public record StoreCache(Path root, String place, long mebibytes) {
  private static final Logger LOG = LoggerFactory.getLogger(StoreCache.class);

  /** Files that the launcher makes: it holds a lock on one and writes the other at each start. */
  private static final String LOCK = ".spark-history-lock";

  private static final String MARKER = ".spark-history-store";

  /** The stores of a Spark and a place of logs below the cache. */
  public static StoreCache of(Path work, String spark, LogLocation logs, long mebibytes) {
    String place = "spark-" + spark + "-" + Integer.toHexString(logs.toString().hashCode());
    return new StoreCache(work.toAbsolutePath().resolve("stores"), place, mebibytes);
  }

  Path folderOf(Tenant tenant) {
    return root.resolve(place).resolve(tenant.namespace());
  }

  /** Whether a server of the tenant has left one. */
  boolean holds(Tenant tenant) {
    return Files.exists(folderOf(tenant).resolve(MARKER));
  }

  /** Settings for the server of a tenant; makes room for its store. */
  List<String> settings(Tenant tenant, int heapMebibytes) {
    Path store = folderOf(tenant);
    trim(store);
    String property = "-Dspark.history.store.";
    return List.of(
        property + "path=" + store,
        property + "maxDiskUsage=" + mebibytes + "m",
        property + "hybridStore.enabled=true",
        property + "hybridStore.diskBackend=ROCKSDB",
        property + "hybridStore.maxMemoryUsage=" + heapMebibytes / 3 + "m");
  }

  /** Deletes those used longest ago until the rest has room, but not those in use or this one. */
  void trim(Path kept) {
    try {
      List<Store> stores = stores();
      long bytes = stores.stream().mapToLong(Store::bytes).sum();
      for (Store store : stores) {
        if (bytes <= mebibytes << 20) {
          return;
        }
        if (!store.path().equals(kept) && delete(store.path())) {
          bytes -= store.bytes();
          LOG.info("Deleted {}, what was kept of logs is over --store-size", store.path());
        }
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Cannot make room in {}: {}", root, e.toString());
    }
  }

  /** All stores, the one used longest ago first. */
  private List<Store> stores() throws IOException {
    List<Store> stores = new ArrayList<>();
    for (Path each : children(root)) {
      for (Path path : children(each)) {
        stores.add(new Store(path, size(path), used(path)));
      }
    }
    stores.sort(Comparator.comparingLong(Store::used));
    return stores;
  }

  private static List<Path> children(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).toList();
    }
  }

  private static long used(Path store) throws IOException {
    Path marker = store.resolve(MARKER);
    return Files.exists(marker) ? Files.getLastModifiedTime(marker).toMillis() : 0;
  }

  private static long size(Path store) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.toList()) {
        size += sizeOfFile(file);
      }
    }
    return size;
  }

  /** A server may delete a file just now. */
  private static long sizeOfFile(Path file) throws IOException {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** Deletes a store that no process has. */
  private static boolean delete(Path store) throws IOException {
    try (FileChannel file =
            FileChannel.open(
                store.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      if (lock == null) {
        return false;
      }
      try (Stream<Path> tree = Files.walk(store)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
      return true;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private record Store(Path path, long bytes, long used) {}
}
