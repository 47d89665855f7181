package io.sparkhistory.gateway.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.historyserver.Launcher;
import io.sparkhistory.historyserver.StartFiles;
import io.sparkhistory.historyserver.archive.MakeArchive;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class-data archive with which history servers start in half of the time. It is made once for
 * each Java and each class path, by a process in the background. Its name is a digest of all that
 * it depends on, so that one of another Spark, Java or launcher is never used.
 */
final class ClassArchive implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

  /** How many are kept: one for each Spark that somebody goes back and forth between. */
  private static final int KEPT = 3;

  private final Path java;
  private final Path archive;
  private final Path options;
  private final List<Path> classPath;
  private final Path examples;
  private Optional<Process> making = Optional.empty();
  private boolean tried;

  private ClassArchive(Path java, Path archive, Path options, List<Path> classPath, Path examples) {
    this.java = java;
    this.archive = archive;
    this.options = options;
    this.classPath = List.copyOf(classPath);
    this.examples = examples;
  }

  /**
   * The archive of a command, which may have to be made.
   *
   * @param folder where archives are kept
   * @param classPath jars in their order
   * @param examples folder with event logs to make it with
   */
  static ClassArchive of(Path java, List<Path> classPath, Path folder, Path examples)
      throws IOException {
    String name = digest(java, classPath);
    Files.createDirectories(folder);
    Path options = folder.resolve(name + ".options");
    Files.writeString(options, "-cp\n" + quoted(joined(classPath)) + "\n", UTF_8);
    return new ClassArchive(java, folder.resolve(name + ".jsa"), options, classPath, examples);
  }

  /**
   * Arguments of Java: the class path and, when it was made, the archive.
   *
   * @param folder behind the jars, where the archive still holds
   */
  List<String> arguments(Optional<String> folder) {
    List<String> arguments = arguments();
    folder.ifPresent(
        last -> arguments.addAll(List.of("-cp", joined(classPath) + File.pathSeparator + last)));
    return arguments;
  }

  /** The same without such a folder. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (isMade()) {
      arguments.add("-XX:SharedArchiveFile=" + archive);
      arguments.add("-D" + StartFiles.PROPERTY + "=" + MakeArchive.startFiles(archive));
    }
    arguments.add("@" + options);
    return arguments;
  }

  boolean isMade() {
    return Files.exists(archive);
  }

  /** Name of all that it depends on: the Java, the Spark and the launcher. */
  String name() {
    return archive.getFileName().toString();
  }

  /** Makes it in the background, unless it is there or that was tried before. */
  void make() {
    if (tried || isMade()) {
      return;
    }
    tried = true;
    try {
      List<String> command = new ArrayList<>(List.of("nice", "-n", "19", java.toString()));
      command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp", own().toString()));
      command.addAll(List.of(Launcher.class.getName(), "--end-with-input"));
      command.add("--main=" + MakeArchive.class.getName());
      command.addAll(List.of(java.toString(), options.toString()));
      command.addAll(List.of(examples.toString(), archive.toString()));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(archive.resolveSibling("make.log").toFile());
      builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR"));
      Process process = builder.start();
      making = Optional.of(process);
      var unused = process.onExit().thenAccept(this::made);
    } catch (IOException e) {
      LOG.info("No class-data archive is made: {}", e.toString());
    }
  }

  @Override
  public void close() {
    making.ifPresent(Process::destroyForcibly);
  }

  private void made(Process process) {
    if (process.exitValue() == 0) {
      LOG.info("History servers start faster from now on: {}", archive);
      removeOld();
    } else if (process.exitValue() < 128) {
      LOG.info("No class-data archive could be made, see {}", archive.resolveSibling("make.log"));
    }
  }

  private void removeOld() {
    try (Stream<Path> all = Files.list(archive.toAbsolutePath().getParent())) {
      List<Path> old =
          all.filter(each -> each.toString().endsWith(".jsa"))
              .sorted(Comparator.comparingLong(ClassArchive::modified).reversed())
              .skip(KEPT)
              .toList();
      for (Path each : old) {
        MakeArchive.remove(each);
      }
    } catch (IOException e) {
      LOG.debug("Old class-data archives stay", e);
    }
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Where this program's own copy of the launcher is: a jar, or a folder of a build. */
  private static Path own() throws IOException {
    try {
      return Path.of(MakeArchive.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static String digest(Path java, List<Path> classPath) throws IOException {
    StringBuilder all = new StringBuilder(java.toRealPath().toString());
    Path release = java.toRealPath().resolveSibling("../release").normalize();
    all.append(Files.isRegularFile(release) ? Files.readString(release) : "");
    for (Path jar : classPath) {
      all.append('\n').append(jar).append(' ').append(Files.size(jar)).append(' ');
      all.append(Files.getLastModifiedTime(jar).toMillis());
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = digest.digest(all.toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(bytes).substring(0, 32);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String joined(List<Path> classPath) {
    return String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList());
  }

  /** As an argument file takes it (documentation of the java command). */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
