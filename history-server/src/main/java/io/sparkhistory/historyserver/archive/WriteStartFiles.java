package io.sparkhistory.historyserver.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.historyserver.StartFiles;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.zip.Deflater;

/** Writes the files of {@link StartFiles} of the jars of a class path. */
final class WriteStartFiles {
  private static final Set<String> DEFAULTS = Set.of("core-default.xml");

  /** Older ones unpack the library in the initializer of the class, whatever was loaded before. */
  private static final Pattern ROCKS_DB = Pattern.compile("^rocksdbjni-(9|[1-9][0-9])[.]");

  private final Path folder;
  private final Set<Path> sources = new TreeSet<>();
  private final Set<String> entries = new TreeSet<>();

  private WriteStartFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes them.
   *
   * @param options argument file with the class path alone
   * @param folder which is made
   */
  static void write(Path options, Path folder) throws IOException {
    WriteStartFiles files = new WriteStartFiles(folder);
    Files.createDirectories(folder.resolve(StartFiles.DEFAULTS));
    Files.createDirectories(folder.resolve(StartFiles.NATIVE));
    List<Path> jars = jars(Files.readString(options, UTF_8));
    try (OutputStream out = Files.newOutputStream(folder.resolve(StartFiles.API));
        JarOutputStream api = new JarOutputStream(out)) {
      api.setLevel(Deflater.NO_COMPRESSION);
      for (Path jar : jars) {
        files.of(jar, api);
      }
    }
    List<String> lines = new ArrayList<>();
    for (Path jar : files.sources) {
      lines.add(StartFiles.source(jar));
    }
    Files.write(folder.resolve(StartFiles.SOURCES), lines, UTF_8);
  }

  /** The jars of an argument file that has {@code -cp} and a class path in quotes. */
  private static List<Path> jars(String options) {
    String path = options.substring(options.indexOf('"') + 1, options.lastIndexOf('"'));
    List<Path> jars = new ArrayList<>();
    for (String each : path.replaceAll("\\\\(.)", "$1").split(File.pathSeparator)) {
      if (each.endsWith(".jar")) {
        jars.add(Path.of(each));
      }
    }
    return jars;
  }

  private void of(Path jar, JarOutputStream api) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      List<JarEntry> all = new ArrayList<>();
      file.stream().forEach(all::add);
      for (JarEntry entry : all) {
        String name = entry.getName();
        if (name.startsWith(StartFiles.API_PACKAGE + "/") && name.endsWith(".class")) {
          if (entries.add(name)) {
            api.putNextEntry(new JarEntry(name));
            copy(file, entry, api);
          }
          sources.add(jar);
        } else if (DEFAULTS.contains(name) && entries.add(name)) {
          Path target = folder.resolve(StartFiles.DEFAULTS).resolve(name);
          try (InputStream in = file.getInputStream(entry)) {
            Files.writeString(target, BriefDefaults.of(in), UTF_8);
          }
          sources.add(jar);
        }
      }
    }
    if (ROCKS_DB.matcher(String.valueOf(jar.getFileName())).find()) {
      copyNative(jar);
      sources.add(jar);
    }
  }

  private static void copy(JarFile file, JarEntry entry, OutputStream out) throws IOException {
    try (InputStream in = file.getInputStream(entry)) {
      in.transferTo(out);
    }
  }

  /**
   * By the names that RocksDB itself has for the library of this machine. The one that its method
   * {@code loadLibrary} looks for is not the one that it has in its jar.
   */
  private void copyNative(Path jar) throws IOException {
    String inJar;
    String inFolder;
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      Method fileName =
          Class.forName("org.rocksdb.util.Environment", true, loader)
              .getMethod("getJniLibraryFileName", String.class);
      inJar = (String) fileName.invoke(null, "rocksdb");
      inFolder = (String) fileName.invoke(null, "rocksdbjni");
    } catch (ReflectiveOperationException e) {
      return;
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      JarEntry entry = file.getJarEntry(inJar);
      if (entry != null) {
        Path target = folder.resolve(StartFiles.NATIVE).resolve(inFolder);
        try (OutputStream out = Files.newOutputStream(target)) {
          copy(file, entry, out);
        }
      }
    }
  }
}
