package io.sparkhistory.gateway.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.routing.ApplicationId;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drivers on this machine that ask to be shown by a file {@code <namespace>/running/<application>},
 * which holds one line: the port on the loopback address. A file says nothing of how the
 * application goes on, so each driver is asked again and again whether it is the one.
 *
 * <p>One thread looks, all threads may read.
 */
final class LocalDrivers implements Drivers {
  /** How often it is looked for files, and how often drivers are asked. */
  static final Duration LOOK = Duration.ofSeconds(1);

  /** Drivers of one namespace; more files than that are left out. */
  static final int MOST = 200;

  private static final int MAX_FILE = 16;
  private static final Logger LOG = LoggerFactory.getLogger(LocalDrivers.class);

  private final LogLocation logs;
  private final HttpClient client;
  private final Map<Tenant, Map<String, LocalDriver>> drivers = new ConcurrentHashMap<>();

  /**
   * @param logs folder with a folder for each namespace; on a remote store no files are looked for
   */
  LocalDrivers(LogLocation logs, HttpClient client) {
    this.logs = logs;
    this.client = client;
  }

  @Override
  public Driver find(Tenant tenant, String application) {
    LocalDriver driver = drivers.getOrDefault(tenant, Map.of()).get(application);
    return driver == null ? Driver.ENDED : driver.shown();
  }

  @Override
  public Collection<Application> of(Tenant tenant) {
    return drivers.getOrDefault(tenant, Map.of()).values().stream()
        .filter(driver -> !(driver.shown() instanceof Driver.Ended))
        .sorted(Comparator.comparing(LocalDriver::application))
        .map(LocalDriver::line)
        .toList();
  }

  /** Reads the files of these tenants, and asks the drivers. */
  void look(Collection<Tenant> tenants) {
    if (logs.isRemote()) {
      return;
    }
    try {
      drivers.keySet().retainAll(Set.copyOf(tenants));
      for (Tenant tenant : tenants) {
        look(tenant);
      }
    } catch (RuntimeException e) {
      // an exception would end the schedule without a word
      LOG.error("Looking for running applications went wrong", e);
    }
  }

  private void look(Tenant tenant) {
    Map<String, LocalDriver> known = drivers.getOrDefault(tenant, Map.of());
    Map<String, LocalDriver> found = new HashMap<>();
    ports(logs.folder().resolve(tenant.namespace()).resolve("running"))
        .forEach(
            (application, port) -> {
              LocalDriver same = known.get(application);
              found.put(
                  application,
                  same != null && same.port() == port ? same : new LocalDriver(application, port));
            });
    if (found.isEmpty()) {
      drivers.remove(tenant);
      return;
    }
    drivers.put(tenant, Map.copyOf(found));
    found.values().forEach(driver -> driver.ask(client));
  }

  /** Ports by application. */
  private static Map<String, Integer> ports(Path folder) {
    Map<String, Integer> ports = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return ports;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String application = file.getFileName().toString();
        int port = ApplicationId.isValid(application) ? port(file) : 0;
        if (port > 0 && ports.size() < MOST) {
          ports.put(application, port);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("Cannot read {}: {}", folder, e.toString());
    }
    return ports;
  }

  /** The port in the file; 0 when there is none, as in a file that is being written. */
  private static int port(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return HostPort.readPort(new String(in.readNBytes(MAX_FILE), US_ASCII).strip()).orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
