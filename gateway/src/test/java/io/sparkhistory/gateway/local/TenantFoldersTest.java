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
  void folders_with_history_in_them_are_tenants_unless_their_name_cannot_be_served()
      throws IOException {
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
  void a_folder_that_cannot_be_read_is_not_an_empty_one() {
    assertThat(new TenantFolders(logs.resolve("missing")).look()).isEmpty();
    assertThat(new TenantFolders(logs).look())
        .hasValueSatisfying(found -> assertThat(found).isEmpty());
  }

  @Test
  void single_and_rolling_logs_are_counted_up_to_a_limit() throws IOException {
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
