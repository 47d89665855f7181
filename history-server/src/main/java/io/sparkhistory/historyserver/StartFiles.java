package io.sparkhistory.historyserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files that are made together with the class-data archive, so that a start does not unpack whole
 * jars. They are in the folder that the system property {@value #PROPERTY} names:
 *
 * <ul>
 *   <li>{@value #API}: the classes of Spark's REST API. Jersey looks for them at the first request
 *       by unpacking each jar that has some
 *   <li>{@value #NATIVE}: the library of RocksDB, which unpacks it into the temporary folder
 *   <li>{@value #DEFAULTS}: the default settings of Hadoop without their descriptions, which are
 *       read a dozen times
 *   <li>{@value #SOURCES}: the jars that they were made of, a line each: size, seconds of the last
 *       change, path
 * </ul>
 *
 * <p>Where the property is missing, or a jar is another one now, Spark starts without them.
 */
public final class StartFiles {
  public static final String PROPERTY = "io.sparkhistory.start";
  public static final String API = "api.jar";
  public static final String NATIVE = "native";
  public static final String DEFAULTS = "defaults";
  public static final String SOURCES = "sources";

  /** Package of the REST API, as a path. */
  public static final String API_PACKAGE = "org/apache/spark/status/api/v1";

  private StartFiles() {}

  /** Has Spark and Hadoop use them in this process. */
  static void use() {
    Optional<Path> folder = valid(System.getProperty(PROPERTY, ""));
    if (folder.isPresent()) {
      useDefaults(folder.get().resolve(DEFAULTS));
      useApi(folder.get().resolve(API));
      useNative(folder.get().resolve(NATIVE));
    }
  }

  /** The folder, if it was made of the jars that are there. */
  static Optional<Path> valid(String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Path folder = Path.of(name);
    try {
      for (String line : Files.readAllLines(folder.resolve(SOURCES), UTF_8)) {
        if (!line.equals(source(Path.of(line.split(" ", 3)[2])))) {
          return Optional.empty();
        }
      }
      return Optional.of(folder);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The line of a jar in {@value #SOURCES}. */
  public static String source(Path jar) throws IOException {
    // layers of images keep no fractions of a second
    return Files.size(jar) + " " + Files.getLastModifiedTime(jar).toMillis() / 1000 + " " + jar;
  }

  private static void useDefaults(Path folder) {
    Thread thread = Thread.currentThread();
    thread.setContextClassLoader(new DefaultsLoader(folder, thread.getContextClassLoader()));
  }

  private static void useApi(Path jar) {
    if (Files.isRegularFile(jar)) {
      try {
        ApiPackage.scanOnly(jar);
      } catch (IOException | LinkageError e) {
        // a Jersey of another kind finds the classes by itself
      }
    }
  }

  private static void useNative(Path folder) {
    if (Files.isDirectory(folder)) {
      try {
        Class.forName("org.rocksdb.RocksDB")
            .getMethod("loadLibrary", List.class)
            .invoke(null, List.of(folder.toString()));
      } catch (ReflectiveOperationException | LinkageError e) {
        // it unpacks its library then
      }
    }
  }
}
