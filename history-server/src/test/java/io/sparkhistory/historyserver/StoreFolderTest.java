package io.sparkhistory.historyserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreFolderTest {
  private static final String DATA = "listing.ldb/000005.ldb";

  @TempDir Path root;
  private Path folder = Path.of("");

  @BeforeEach
  void store() throws IOException {
    folder = root.resolve("store");
    Files.createDirectories(folder.resolve("listing.ldb"));
    Files.createDirectories(folder.resolve("lost+found"));
    Files.writeString(folder.resolve(DATA), "x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "spark=3.5.9;state=used |",
        "spark=3.5.8;state=used | written by Spark 3.5.8 and this is Spark 3.5.9",
        "spark=3.5.9;state=starting | was not completed",
        "spark=3.5.9 | was not completed",
        "none | written by Spark an unknown version",
        "\\u12 | written by Spark an unknown version"
      })
  void aStoreIsKeptWhenThisSparkHasWorkedWithIt(String marker, String reason) throws IOException {
    if (marker != null) {
      Files.writeString(folder.resolve(StoreFolder.MARKER), marker.replace(';', '\n'));
    }

    assertThat(of("3.5.9", 0).throwAwayIfUseless().orElse(""))
        .contains(reason == null ? "" : reason);

    assertThat(Files.exists(folder.resolve(DATA))).isEqualTo(reason == null);
    assertThat(folder.resolve("lost+found")).exists();
  }

  @Test
  void aStoreOnAFullDiskIsThrownAway() throws IOException {
    Files.writeString(folder.resolve(StoreFolder.MARKER), "spark=3.5.9\nstate=used\n");

    assertThat(of("3.5.9", Long.MAX_VALUE).throwAwayIfUseless().orElseThrow())
        .contains("disk of the store is full");

    assertThat(folder.resolve(DATA)).doesNotExist();
  }

  @Test
  void anEmptyFolderIsANewStore() throws IOException {
    folder = root.resolve("new");

    assertThat(of("3.5.9", 0).throwAwayIfUseless()).isEmpty();
    // thrown away and ended: the next start finds it empty and does not end again
    assertThat(of("3.5.9", 0).throwAwayIfUseless()).isEmpty();
  }

  private StoreFolder of(String spark, long leastSpace) {
    return new StoreFolder(folder, spark, leastSpace);
  }
}
