package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCacheTest {
  private static final Tenant TEAM = new Tenant("team-a");

  @TempDir Path work;

  @Test
  void aStoreIsOfOneSparkOnePlaceAndOneNamespace() {
    LogLocation logs = LogLocation.parse("s3a://bucket/a");
    StoreCache cache = StoreCache.of(work, "4.2.0", logs, 100);

    assertThat(cache.settings(new Tenant("team-a"), 1024))
        .contains(
            "-Dspark.history.store.path=" + cache.folderOf(TEAM),
            "-Dspark.history.store.maxDiskUsage=100m",
            "-Dspark.history.store.hybridStore.maxMemoryUsage=341m");
    assertThat(StoreCache.of(work, "4.1.3", logs, 100).folderOf(TEAM))
        .isNotEqualTo(cache.folderOf(TEAM));
    assertThat(
            StoreCache.of(work, "4.2.0", LogLocation.parse("s3a://bucket/b"), 100).folderOf(TEAM))
        .isNotEqualTo(cache.folderOf(TEAM));
  }

  @Test
  void theStoresThatWereUsedLongestAgoGoFirst() throws IOException {
    StoreCache cache = StoreCache.of(work, "4.2.0", LogLocation.of(work), 2);
    StoreCache other = StoreCache.of(work, "4.1.3", LogLocation.of(work), 2);
    Path oldest = store(other, "team-a", 1);
    Path used = store(cache, "team-b", 2);
    Path newest = store(cache, "team-c", 3);
    Path kept = store(cache, "team-d", 0);

    cache.settings(new Tenant("team-d"), 1024);

    assertThat(oldest).doesNotExist();
    assertThat(used).doesNotExist();
    assertThat(newest).exists();
    assertThat(kept).exists();
  }

  @Test
  void aStoreThatAServerUsesStays() throws IOException {
    StoreCache cache = StoreCache.of(work, "4.2.0", LogLocation.of(work), 1);
    Path inUse = store(cache, "team-a", 1);
    Path unused = store(cache, "team-b", 2);

    try (FileChannel file =
            FileChannel.open(
                inUse.resolve(".spark-history-lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      assertThat(lock.isValid()).isTrue();
      cache.settings(new Tenant("team-c"), 1024);
    }

    assertThat(inUse).exists();
    assertThat(unused).doesNotExist();
  }

  /** A store of 800 KiB. */
  private static Path store(StoreCache cache, String namespace, int usedAt) throws IOException {
    Path store = Files.createDirectories(cache.folderOf(new Tenant(namespace)));
    Files.write(store.resolve("data"), new byte[800 << 10]);
    Path marker = Files.writeString(store.resolve(".spark-history-store"), "spark=4.2.0");
    Files.setLastModifiedTime(marker, FileTime.fromMillis(1_000_000L * (usedAt + 1)));
    return store;
  }
}
