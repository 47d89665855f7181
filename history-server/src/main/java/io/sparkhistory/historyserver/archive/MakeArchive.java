package io.sparkhistory.historyserver.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a class-data archive: {@code MakeArchive JAVA OPTIONS LOGS ARCHIVE}.
 *
 * <ul>
 *   <li>{@code JAVA}: the {@code java} that will use it; an archive is good for no other
 *   <li>{@code OPTIONS}: argument file with the class path, in which no folder may have files
 *   <li>{@code LOGS}: folder with the folders {@code NAMESPACE/history} of event logs
 *   <li>{@code ARCHIVE}: the file, which appears when it is complete
 * </ul>
 *
 * <p>It is made of a list of classes and not at the exit of the server ({@code
 * -XX:ArchiveClassesAtExit}), because Java 11 has only that, and because the archive then needs no
 * second one, that of the JDK, beside it.
 */
public final class MakeArchive {
  private MakeArchive() {}

  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 4) {
      System.err.println("usage: MakeArchive JAVA OPTIONS LOGS ARCHIVE");
      System.exit(2);
    }
    try {
      Path archive = Path.of(arguments[3]).toAbsolutePath();
      make(arguments[0], Path.of(arguments[1]), Path.of(arguments[2]), archive);
      System.out.println(archive + ": " + (Files.size(archive) >> 20) + " MiB");
    } catch (IOException e) {
      System.err.println("No class-data archive could be made: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void make(String java, Path options, Path logs, Path archive)
      throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("spark-history-archive-");
    Path files = startFiles(archive);
    try {
      removeFolder(files);
      WriteStartFiles.write(options, files);
      try (TrainingServer server = TrainingServer.start(java, options, logs, work, files)) {
        PageWalk.all(server.address(), server.logs());
      }
      Path fresh = archive.resolveSibling(archive.getFileName() + ".new");
      dump(java, options, work.resolve(TrainingServer.CLASSES), fresh, work);
      Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      removeFolder(work);
    }
  }

  private static void dump(String java, Path options, Path classes, Path archive, Path work)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java);
    command.add("-Xshare:dump");
    // it alone can put objects into an archive, which every collector reads since Java 17
    command.add("-XX:+UseG1GC");
    command.add("-XX:SharedClassListFile=" + classes);
    command.add("-XX:SharedArchiveFile=" + archive);
    command.add("@" + options);
    Path log = work.resolve("dump.log");
    int exitCode =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (exitCode != 0 || !Files.exists(archive)) {
      throw new IOException(
          "java -Xshare:dump ended with " + exitCode + ": " + Files.readString(log));
    }
  }

  /** Folder of the files that are made with an archive. */
  public static Path startFiles(Path archive) {
    String name = String.valueOf(archive.getFileName());
    return archive.resolveSibling(name.replaceFirst("[.]jsa$", "") + ".start");
  }

  /** Removes an archive, and the files that were made with it. */
  public static void remove(Path archive) throws IOException {
    Files.deleteIfExists(archive);
    removeFolder(startFiles(archive));
  }

  private static void removeFolder(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toArray(Path[]::new)) {
        Files.deleteIfExists(path);
      }
    }
  }
}
