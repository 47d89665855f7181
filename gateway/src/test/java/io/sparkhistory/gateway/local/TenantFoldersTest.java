package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantFoldersTest {
  @TempDir Path logs;

  @Test
  void foldersWithHistoryInThemAreTenantsUnlessTheirNameCannotBeServed() throws IOException {
    for (String name : new String[] {"ns-a", "b", "Ns-C", "history", "api", "with.dot", ".git"}) {
      Files.createDirectories(logs.resolve(name).resolve("history"));
    }
    Files.createDirectories(logs.resolve("no-history").resolve("logs"));
    Files.createDirectories(logs.resolve("file"));
    Files.createFile(logs.resolve("file").resolve("history"));
    assertThat(new TenantFolders(logs).look())
        .hasValueSatisfying(
            found -> assertThat(found).containsOnly(new Tenant("ns-a"), new Tenant("b")));
  }

  @Test
  void aFolderThatCannotBeReadIsNotAnEmptyOne() {
    assertThat(new TenantFolders(logs.resolve("missing")).look()).isEmpty();
    assertThat(new TenantFolders(logs).look())
        .hasValueSatisfying(found -> assertThat(found).isEmpty());
  }

  @Test
  void theLogOfAnApplicationIsFoundByTheNamesThatSparkGives() throws IOException {
    Path history = Files.createDirectories(logs.resolve("ns-a").resolve("history"));
    Files.write(history.resolve("application_17_0001"), new byte[5]);
    Files.write(history.resolve("application_17_0001_2.zstd"), new byte[7]);
    Files.write(history.resolve("application_17_00012"), new byte[99]);
    Files.write(history.resolve(".application_17_0001.crc"), new byte[99]);
    Path rolling = Files.createDirectories(history.resolve("eventlog_v2_local-1"));
    Files.write(rolling.resolve("events_1_local-1.zstd"), new byte[10]);
    Files.write(rolling.resolve("events_2_local-1.zstd"), new byte[11]);
    Files.write(history.resolve("my_app.lz4.inprogress"), new byte[3]);
    TenantFolders folders = new TenantFolders(logs);
    Tenant tenant = new Tenant("ns-a");
    assertThat(folders.sizeOfLog(tenant, "application_17_0001")).isEqualTo(7);
    assertThat(folders.sizeOfLog(tenant, "local-1")).isEqualTo(21);
    assertThat(folders.sizeOfLog(tenant, "My.App")).isEqualTo(3);
    assertThat(folders.sizeOfLog(tenant, "another")).isZero();
    assertThat(folders.sizeOfLog(new Tenant("missing"), "another")).isZero();
  }

  @Test
  void singleAndRollingLogsAreCountedUpToALimit() throws IOException {
    Path history = Files.createDirectories(logs.resolve("ns-a").resolve("history"));
    Files.createFile(history.resolve("app-1"));
    Files.createFile(history.resolve("local-2.zstd"));
    Files.createFile(history.resolve(".app-1.crc"));
    Files.createDirectory(history.resolve("eventlog_v2_app-3"));
    Files.createDirectory(history.resolve("another"));
    TenantFolders folders = new TenantFolders(logs);
    assertThat(folders.countLogs(new Tenant("ns-a"), 500)).isEqualTo(3);
    assertThat(folders.countLogs(new Tenant("ns-a"), 2)).isEqualTo(2);
    assertThat(folders.countLogs(new Tenant("ns-b"), 2)).isZero();
  }
}
