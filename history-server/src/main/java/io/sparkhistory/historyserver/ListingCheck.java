package io.sparkhistory.historyserver;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the whole list of applications of a store. Spark opens a damaged one without a word and
 * lists nothing then, again and again. The list has some megabytes; an application's own store is
 * made anew by Spark when it cannot be read.
 */
final class ListingCheck {
  /** Of org.apache.spark.deploy.history.FsHistoryProvider, with RocksDB. */
  private static final String LISTING = "listing.rdb";

  private ListingCheck() {}

  /**
   * What is wrong with the list of the store in a folder; empty when nothing is, or none is there.
   */
  static Optional<String> problem(Path folder) {
    Path listing = folder.resolve(LISTING);
    if (!Files.isDirectory(listing)) {
      return Optional.empty();
    }
    try {
      // Spark's own RocksDB, which Spark 3.2 does not have
      Class<?> rocks = Class.forName("org.rocksdb.RocksDB");
      try (AutoCloseable open =
          (AutoCloseable)
              rocks.getMethod("openReadOnly", String.class).invoke(null, listing.toString())) {
        rocks.getMethod("verifyChecksum").invoke(open);
      }
      return Optional.empty();
    } catch (InvocationTargetException e) {
      return Optional.of("the store is damaged: " + e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.empty(); // it cannot be looked at, which does not make it bad
    } catch (Exception e) {
      return Optional.of("the store is damaged: " + e);
    }
  }
}
