package io.sparkhistory.gateway.local;

import io.sparkhistory.historyserver.Launcher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The launcher's classes in a jar of their own, so that a history server loads nothing of the
 * gateway.
 */
final class LauncherJar {
  /** All classes of the launcher's package, by their simple binary names. */
  static final List<String> CLASSES =
      List.of(
          "ApiPackage",
          "DefaultsLoader",
          "FolderList",
          "GoogleConnector",
          "JavaFlags",
          "LaunchOptions",
          "LaunchOptions$LogFolderUse",
          "LaunchOptions$Misunderstood",
          "LaunchOptions$StoreUse",
          "Launcher",
          "ListingCheck",
          "Log4jDefaults",
          "LogFolder",
          "LogFolder$Unusable",
          "LogFolderProblem",
          "LogFolderProblem$Denied",
          "SparkBuild",
          "SparkSettings",
          "StartFiles",
          "StorageLimits",
          "StoreCheck",
          "StoreFolder");

  /** 1 January 1980, the earliest in a jar: the same classes make the same jar. */
  private static final long NO_TIME = 315_532_800_000L;

  private LauncherJar() {}

  /**
   * Writes the jar and returns its path. One with the same content stays as it is, because a
   * class-data archive is of no use when a jar of its class path has another time.
   */
  static Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path jar = folder.resolve("launcher.jar");
    byte[] content = content();
    if (Files.exists(jar) && Arrays.equals(Files.readAllBytes(jar), content)) {
      return jar;
    }
    Path fresh = Files.createTempFile(folder, "launcher", ".tmp");
    try {
      Files.write(fresh, content);
      // another gateway may start a child with the same jar just now
      Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return jar;
  }

  private static byte[] content() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (String name : CLASSES) {
        String file = Launcher.class.getPackageName().replace('.', '/') + "/" + name + ".class";
        JarEntry entry = new JarEntry(file);
        entry.setTime(NO_TIME);
        jar.putNextEntry(entry);
        try (InputStream in =
            Objects.requireNonNull(Launcher.class.getResourceAsStream("/" + file))) {
          in.transferTo(jar);
        }
      }
    }
    return bytes.toByteArray();
  }
}
