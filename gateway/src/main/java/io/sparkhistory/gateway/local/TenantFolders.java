package io.sparkhistory.gateway.local;

import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the folders {@code <namespace>/history} and the logs in them. Used by one thread. */
final class TenantFolders implements TenantLogs {
  private static final Logger LOG = LoggerFactory.getLogger(TenantFolders.class);

  private final Path logs;

  private final TenantNames names = new TenantNames();

  TenantFolders(Path logs) {
    this.logs = logs.toAbsolutePath().normalize();
  }

  @Override
  public String historyOf(Tenant tenant) {
    // Not as an encoded URL: Hadoop's Path takes every character for itself.
    return "file:" + folderOf(tenant);
  }

  @Override
  public String shown(Tenant tenant) {
    return folderOf(tenant).toString();
  }

  @Override
  public Optional<Set<Tenant>> look() {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(logs)) {
      for (Path folder : folders) {
        if (Files.isDirectory(folder.resolve("history"))) {
          found.add(folder.getFileName().toString());
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      names.unreadable(logs.toString(), e.getClass().getSimpleName());
      return Optional.empty();
    }
    return Optional.of(names.of(found));
  }

  @Override
  public int countLogs(Tenant tenant, int limit) {
    int count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folderOf(tenant))) {
      for (Path entry : entries) {
        if (count == limit) {
          break;
        }
        if (isLog(entry)) {
          count++;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("Cannot read {}: {}", folderOf(tenant), e.toString());
    }
    return count;
  }

  @Override
  public long sizeOfLog(Tenant tenant, String application) {
    // as org.apache.spark.deploy.history.EventLogFileWriter.nameForAppAndAttempt
    String name = application.replaceAll("[.${}'\"]", "_").toLowerCase(Locale.ROOT);
    Pattern log = Pattern.compile("(eventlog_v2_)?" + Pattern.quote(name) + "(_[0-9]+)?([.].*)?");
    long largest = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folderOf(tenant))) {
      for (Path entry : entries) {
        String found = entry.getFileName().toString();
        if (isLog(entry) && log.matcher(found.toLowerCase(Locale.ROOT)).matches()) {
          largest = Math.max(largest, size(entry));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("Cannot read {}: {}", folderOf(tenant), e.toString());
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

  private Path folderOf(Tenant tenant) {
    return logs.resolve(tenant.namespace()).resolve("history");
  }
}
