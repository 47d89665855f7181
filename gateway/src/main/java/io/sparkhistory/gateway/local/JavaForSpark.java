package io.sparkhistory.gateway.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Java that the history servers of a Spark run with: the gateway's own where that Spark runs
 * with it, otherwise the newest one on this machine with which it does.
 */
public final class JavaForSpark {
  private static final Logger LOG = LoggerFactory.getLogger(JavaForSpark.class);

  /** The gateway's own, and what a history server's first class is compiled for. */
  private static final int OLDEST = 17;

  private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+).*");
  private static final Pattern CORE = Pattern.compile("spark-core_[0-9.]+-(.+)\\.jar");
  private static final Pattern RELEASE = Pattern.compile("(?m)^JAVA_VERSION=\"([0-9]+)");

  private final Java own;
  private final List<Path> folders;
  private final Consumer<String> say;

  /**
   * An installed Java.
   *
   * @param home what {@code JAVA_HOME} would be
   * @param version its feature release, such as 17
   */
  record Java(Path home, int version) {}

  /**
   * @param folders where each folder may be the home of a Java
   * @param say told when another Java than the gateway's own is chosen
   */
  JavaForSpark(Java own, List<Path> folders, Consumer<String> say) {
    this.own = own;
    this.folders = folders;
    this.say = say;
  }

  /** Looks where Linux distributions and SDKMAN put them. */
  public static JavaForSpark onThisMachine(Consumer<String> say) {
    return new JavaForSpark(
        new Java(Path.of(System.getProperty("java.home", "")), Runtime.version().feature()),
        List.of(
            Path.of("/usr/lib/jvm"),
            Path.of(System.getProperty("user.home", ""), ".sdkman/candidates/java")),
        say);
  }

  /**
   * The home of the Java for a Spark.
   *
   * @param spark version of Spark; one that cannot be read runs with any Java
   * @throws IOException with a sentence for people when no Java fits
   */
  public Path home(String spark) throws IOException {
    int newest = newest(spark);
    if (own.version() <= newest) {
      return own.home();
    }
    String needed = "Spark " + spark + " runs with Java " + OLDEST + " to " + newest;
    Optional<Java> other =
        installed()
            .filter(java -> java.version() >= OLDEST && java.version() <= newest)
            .max(Comparator.comparingInt(Java::version));
    if (other.isEmpty()) {
      throw new IOException(
          needed
              + ", not with Java "
              + own.version()
              + ": install one of these, or set JAVA_HOME to one; a newer --spark-version reads the"
              + " same logs");
    }
    say.accept(
        needed
            + ": its history servers get the Java "
            + other.get().version()
            + " in "
            + other.get().home());
    return other.get().home();
  }

  /** Version of the Spark whose jars are in a folder; empty when none of them says. */
  public static String sparkVersion(Path jars) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(jars, "spark-core_*.jar")) {
      for (Path jar : found) {
        Matcher name = CORE.matcher(jar.getFileName().toString());
        if (name.matches()) {
          return name.group(1);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return ""; // whoever starts it says that there is no Spark
    }
    return "";
  }

  /**
   * The newest Java for a Spark. Before 3.5 it needs a constructor that is gone since Java 21
   * (SPARK-42369); up to 4.1 its Hadoop calls Subject.getSubject, which fails since Java 23
   * (HADOOP-19212).
   */
  static int newest(String spark) {
    Matcher version = VERSION.matcher(spark);
    if (!version.matches()) {
      return Integer.MAX_VALUE;
    }
    int number = Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2));
    return number < 305 ? 20 : number < 402 ? 22 : Integer.MAX_VALUE;
  }

  private Stream<Java> installed() {
    List<Java> all = new ArrayList<>();
    for (Path folder : folders) {
      try (DirectoryStream<Path> homes = Files.newDirectoryStream(folder)) {
        homes.forEach(home -> version(home).ifPresent(v -> all.add(new Java(home, v))));
      } catch (IOException | DirectoryIteratorException e) {
        LOG.debug("No Java is looked for in {}", folder, e);
      }
    }
    return all.stream().sorted(Comparator.comparing(java -> java.home().toString()));
  }

  /** From the file that every Java has since 9; empty when there is no Java in the folder. */
  private static Optional<Integer> version(Path home) {
    if (!Files.isExecutable(home.resolve("bin/java"))) {
      return Optional.empty();
    }
    try {
      Matcher version = RELEASE.matcher(Files.readString(home.resolve("release")));
      return version.find() ? Optional.of(Integer.valueOf(version.group(1))) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
