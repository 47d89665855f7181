package io.sparkhistory.historyserver;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;

/**
 * Finds the default settings of Hadoop (org.apache.hadoop.conf.Configuration) in a folder, and all
 * else where its parent does.
 */
final class DefaultsLoader extends ClassLoader {
  private static final String SUFFIX = "-default.xml";

  private final Path folder;

  DefaultsLoader(Path folder, ClassLoader parent) {
    super(parent);
    this.folder = folder;
  }

  @Override
  public URL getResource(String name) {
    if (name.endsWith(SUFFIX) && name.indexOf('/') < 0) {
      File file = folder.resolve(name).toFile();
      if (file.isFile()) {
        try {
          return file.toURI().toURL();
        } catch (MalformedURLException e) {
          return super.getResource(name);
        }
      }
    }
    return super.getResource(name);
  }
}
