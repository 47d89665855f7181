package io.sparkhistory.historyserver;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.glassfish.jersey.server.internal.scanning.PackageNamesScanner;

/** Where Jersey finds the classes of Spark's REST API. Other packages are searched as always. */
final class ApiPackage extends PackageNamesScanner.ResourcesProvider {
  private final URL inJar;

  private ApiPackage(URL inJar) {
    this.inJar = inJar;
  }

  /** Has Jersey look for them in this jar alone. The classes themselves come from Spark's jars. */
  static void scanOnly(Path jar) throws IOException {
    URL inJar = new URL("jar:" + jar.toUri() + "!/" + StartFiles.API_PACKAGE);
    PackageNamesScanner.setResourcesProvider(new ApiPackage(inJar));
  }

  @Override
  public Enumeration<URL> getResources(String name, ClassLoader loader) throws IOException {
    return name.equals(StartFiles.API_PACKAGE)
        ? Collections.enumeration(List.of(inJar))
        : loader.getResources(name);
  }
}
