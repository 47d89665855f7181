package io.sparkhistory.gateway.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder of the cache that gets its name when it is complete, so what an interrupted fetch leaves
 * is never taken for what was to be fetched.
 */
final class FetchedFolder {
  private FetchedFolder() {}

  /** Fills an empty folder. */
  interface Fetch {
    void into(Path folder) throws IOException, InterruptedException;
  }

  /** Fetches a folder of the cache; nothing is left of a fetch that failed. */
  static void fill(Path cache, Path folder, Fetch fetch) throws IOException, InterruptedException {
    Path fresh = Files.createTempDirectory(cache, "fetching-" + folder.getFileName() + "-");
    try {
      fetch.into(fresh);
      complete(fresh, folder);
    } finally {
      remove(fresh);
    }
  }

  private static void complete(Path fresh, Path folder) throws IOException {
    try {
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another gateway may have fetched the same in the meantime.
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
