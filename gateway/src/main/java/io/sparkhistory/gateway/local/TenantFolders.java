package io.sparkhistory.gateway.local;

import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the folders {@code <namespace>/history} and the logs in them. Used by one thread. */
final class TenantFolders {
  /** Tenants that one machine serves; more folders than that are a mistake in {@code --logs}. */
  static final int MOST = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(TenantFolders.class);

  private final Path logs;

  /** What was complained about in the last look, so that each complaint is made once. */
  private Set<String> complaints = Set.of();

  TenantFolders(Path logs) {
    this.logs = logs.toAbsolutePath().normalize();
  }

  Path historyOf(Tenant tenant) {
    return logs.resolve(tenant.namespace()).resolve("history");
  }

  /**
   * The tenants that there are now; empty when the folder cannot be read, which is not the same.
   */
  Optional<Set<Tenant>> look() {
    TreeMap<String, Tenant> tenants = new TreeMap<>();
    Set<String> made = new HashSet<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(logs)) {
      for (Path folder : folders) {
        String name = folder.getFileName().toString();
        if (!Files.isDirectory(folder.resolve("history"))) {
          continue;
        }
        if (!Tenant.isLabel(name)) {
          complain(made, name, "is no namespace (1 to 63 of a-z, 0-9 and '-')");
        } else if (Tenant.RESERVED.contains(name)) {
          complain(made, name, "is a name that Spark's own pages use");
        } else if (tenants.size() == MOST) {
          complain(made, "the rest", "is over the limit of " + MOST + " tenants");
          break;
        } else {
          tenants.put(name, new Tenant(name));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      complain(made, logs.toString(), "cannot be read (" + e.getClass().getSimpleName() + ")");
      complaints = made;
      return Optional.empty();
    }
    complaints = made;
    return Optional.of(Set.copyOf(tenants.values()));
  }

  /** How many logs a tenant has, counted up to a limit. */
  int countLogs(Tenant tenant, int limit) {
    int count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(historyOf(tenant))) {
      for (Path entry : entries) {
        if (count == limit) {
          break;
        }
        if (isLog(entry)) {
          count++;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("Cannot read {}: {}", historyOf(tenant), e.toString());
    }
    return count;
  }

  /**
   * Size of the event log of an application; of the largest one when it has several attempts, and 0
   * when there is none that is named after it.
   */
  long sizeOfLog(Tenant tenant, String application) {
    // as org.apache.spark.deploy.history.EventLogFileWriter.nameForAppAndAttempt
    String name = application.replaceAll("[.${}'\"]", "_").toLowerCase(Locale.ROOT);
    Pattern log = Pattern.compile("(eventlog_v2_)?" + Pattern.quote(name) + "(_[0-9]+)?([.].*)?");
    long largest = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(historyOf(tenant))) {
      for (Path entry : entries) {
        String found = entry.getFileName().toString();
        if (isLog(entry) && log.matcher(found.toLowerCase(Locale.ROOT)).matches()) {
          largest = Math.max(largest, size(entry));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("Cannot read {}: {}", historyOf(tenant), e.toString());
    }
    return largest;
  }

  /** Of a file, or of the files in the folder of a rolling log. */
  private static long size(Path log) throws IOException {
    if (!Files.isDirectory(log)) {
      return Files.size(log);
    }
    long size = 0;
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(log)) {
      for (Path part : parts) {
        size += Files.size(part);
      }
    }
    return size;
  }

  /** By the rules of org.apache.spark.deploy.history.EventLogFileReader. */
  private static boolean isLog(Path entry) {
    String name = entry.getFileName().toString();
    return !name.startsWith(".")
        && (Files.isRegularFile(entry)
            || (name.startsWith("eventlog_v2_") && Files.isDirectory(entry)));
  }

  private void complain(Set<String> made, String name, String what) {
    // Bounded like the tenants: a folder full of strange names fills neither memory nor log.
    if (made.size() < MOST && made.add(name) && !complaints.contains(name)) {
      LOG.warn("Left out: {} {}", name, what);
    }
  }
}
