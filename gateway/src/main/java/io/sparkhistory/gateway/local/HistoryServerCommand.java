package io.sparkhistory.gateway.local;

import io.sparkhistory.historyserver.FolderList;
import io.sparkhistory.historyserver.JavaFlags;
import io.sparkhistory.historyserver.Launcher;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The command line and the environment of a history server's process.
 *
 * @param java the {@code java} to run it with
 * @param classPath Spark's jars in their order
 * @param memory the largest heap of each server, as {@code -Xmx} takes it
 * @param mainClass class of the history server
 * @param remote how logs elsewhere are reached; empty for logs on this machine
 */
public record HistoryServerCommand(
    Path java,
    List<Path> classPath,
    String memory,
    String mainClass,
    Optional<RemoteAccess> remote) {
  /** Largest heap of a history server, the same as Spark's SPARK_DAEMON_MEMORY. */
  public static final String MEMORY = "1g";

  private static final String SPARK = "org.apache.spark.deploy.history.HistoryServer";
  private static final Pattern HEAP = Pattern.compile("[1-9][0-9]{0,8}[kKmMgG]");

  /** What a child may know of the gateway's environment: no secret that happens to be in it. */
  private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ");

  public HistoryServerCommand {
    classPath = List.copyOf(classPath);
    if (!HEAP.matcher(memory).matches()) {
      throw new IllegalArgumentException(
          "'" + memory + "' is not a size of memory: expected a number and k, m or g, such as 1g");
    }
  }

  /** For logs on this machine. */
  public HistoryServerCommand(Path java, List<Path> classPath, String memory, String mainClass) {
    this(java, classPath, memory, mainClass, Optional.empty());
  }

  /** The same for logs elsewhere. */
  public HistoryServerCommand reaching(RemoteAccess access) {
    List<Path> jars = new ArrayList<>(classPath);
    access.connectors().ifPresent(folder -> jars.addAll(jars(folder)));
    return new HistoryServerCommand(java, jars, memory, mainClass, Optional.of(access));
  }

  /**
   * The command for Spark's jars in a folder, run by the Java that runs the gateway.
   *
   * @throws IllegalArgumentException with a sentence for people when Spark is not there
   */
  public static HistoryServerCommand ofSpark(Path jars, String memory) {
    return ofSpark(jars, memory, Path.of(System.getProperty("java.home", "")));
  }

  /**
   * The same, run by the Java in this folder.
   *
   * @param javaHome what {@code JAVA_HOME} would be
   */
  public static HistoryServerCommand ofSpark(Path jars, String memory, Path javaHome) {
    Path folder = jars.toAbsolutePath().normalize();
    if (!holdsSpark(folder)) {
      throw new IllegalArgumentException("There is no spark-core_*.jar in " + folder);
    }
    if (folder.toString().contains(File.pathSeparator)) {
      throw new IllegalArgumentException(
          "Java cannot load Spark from a folder with '" + File.pathSeparator + "' in its name");
    }
    Path java = javaHome.resolve("bin").resolve("java");
    return new HistoryServerCommand(java, jars(folder), memory, SPARK);
  }

  /**
   * The command line.
   *
   * @param archive with the class path, which begins with the launcher
   * @param logDirectory folder with the event logs, as Hadoop's Path takes it
   * @param proxyBase what the links in the pages start with
   * @param store settings of a store that is kept; none without one
   * @param users the environment of the user
   */
  List<String> arguments(
      ClassArchive archive,
      String logDirectory,
      String proxyBase,
      List<String> store,
      Map<String, String> users) {
    List<String> arguments = java(archive, memory, users);
    // A server without memory answers nothing and does not end by itself.
    arguments.add("-XX:+ExitOnOutOfMemoryError");
    arguments.addAll(JavaFlags.LATE_OPTIMIZATION);
    // The system chooses a free port, and the server says which: nobody can take it in between.
    arguments.add("-Dspark.history.ui.port=0");
    arguments.add("-Dspark.history.fs.logDirectory=" + logDirectory);
    arguments.add("-Dspark.history.fs.update.interval=5s");
    arguments.add("-Dspark.history.fs.cleaner.enabled=false");
    arguments.add("-Dspark.ui.proxyBase=" + proxyBase);
    // From Spark 4.2.0 on it lets no script run but those of Spark's pages; older ones ignore it.
    arguments.add("-Dspark.ui.contentSecurityPolicy.enabled=true");
    arguments.addAll(store);
    arguments.add(Launcher.class.getName());
    arguments.add("--end-with-input");
    if (remote.isPresent()) {
      // within seconds, and in a line that is understood; Spark by itself would try for minutes
      arguments.add("--log-folder=check");
    }
    if (!store.isEmpty()) {
      arguments.add("--store=keep");
    }
    arguments.add("--main=" + mainClass);
    return arguments;
  }

  /** The command line of the process that lists the folders below a URL. */
  List<String> listing(
      ClassArchive archive, LogLocation logs, int seconds, Map<String, String> users) {
    List<String> arguments = java(archive, "256m", users);
    // it does little, again and again
    arguments.add("-XX:TieredStopAtLevel=1");
    arguments.addAll(List.of(FolderList.class.getName(), logs.toString(), seconds + ""));
    return arguments;
  }

  /**
   * The beginning of each command line: Java, its heap, its class path, settings of the storage.
   */
  private List<String> java(ClassArchive archive, String heap, Map<String, String> users) {
    List<String> arguments = new ArrayList<>();
    // Ctrl-C goes to every process of the terminal; the servers must outlast the requests that the
    // gateway still answers. A JVM leaves signals ignored that were so when it started.
    arguments.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
    arguments.add(java.toString());
    arguments.add("-Xmx" + heap);
    arguments.add(JavaFlags.SERIAL);
    arguments.add(JavaFlags.metaspace(mebibytes(heap)));
    arguments.addAll(archive.arguments(remote.flatMap(access -> access.folder(users))));
    remote.ifPresent(access -> arguments.addAll(access.settings(users)));
    return arguments;
  }

  /** The whole environment of the process, made of what is left of the gateway's. */
  Map<String, String> environment(Map<String, String> gateway) {
    Map<String, String> environment = new TreeMap<>();
    for (String name : INHERITED) {
      String value = gateway.get(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    remote.ifPresent(access -> environment.putAll(access.environment(gateway)));
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    return environment;
  }

  /** Whether it runs Spark, for which a class-data archive can be made. */
  boolean runsSpark() {
    return mainClass.equals(SPARK);
  }

  /** Always in the same order, which the system does not promise: an archive depends on it. */
  private static List<Path> jars(Path folder) {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
      found.forEach(jars::add);
    } catch (IOException | DirectoryIteratorException e) {
      throw new IllegalArgumentException("Cannot read the folder " + folder, e);
    }
    return jars.stream().sorted(Comparator.comparing(Path::toString)).toList();
  }

  /** Largest heap of a server in mebibytes. */
  int heapMebibytes() {
    return mebibytes(memory);
  }

  private static int mebibytes(String heap) {
    long number = Long.parseLong(heap.substring(0, heap.length() - 1));
    return (int)
        switch (heap.charAt(heap.length() - 1)) {
          case 'k', 'K' -> number >> 10;
          case 'm', 'M' -> number;
          default -> number << 10;
        };
  }

  private static boolean holdsSpark(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "spark-core_*.jar")) {
      return found.iterator().hasNext();
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read the folder " + folder, e);
    }
  }
}
