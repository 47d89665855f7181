package io.sparkhistory.historyserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderListTest {
  @TempDir Path root;

  @Test
  void foldersWithAHistoryAreListedWithTheirLogs() throws IOException {
    Path history = Files.createDirectories(root.resolve("team-a/history"));
    Files.writeString(history.resolve("application_1"), "x");
    Files.writeString(history.resolve(".spark-history-check"), "x");
    Files.createDirectories(history.resolve("eventlog_v2_application_2"));
    Files.createDirectories(history.resolve("something"));
    Files.createDirectories(root.resolve("team-b/history"));
    Files.createDirectories(root.resolve("team-c/other"));
    Files.writeString(root.resolve("a-file"), "x");

    assertThat(list().look(() -> {}).split("\n"))
        .containsExactlyInAnyOrder("folder team-a 2", "folder team-b 0", "listed")
        .endsWith("listed");
  }

  @Test
  void whatIsWrongIsOneLineWithAWord() {
    FolderList list = new FolderList("nowhere://bucket/x", Map.of());

    assertThat(list.look(() -> {})).startsWith("problem MissingConnector ").hasLineCount(1);
  }

  @Test
  void aFolderThatIsNotThereIsAProblem() throws IOException {
    Files.delete(root);

    assertThat(list().look(() -> {})).startsWith("problem Other ").contains("does not exist");
    Files.createDirectories(root);
  }

  @Test
  void theFirstAnswerOfTheStorageIsTold() throws IOException {
    StringBuilder told = new StringBuilder();
    list().look(() -> told.append("begun"));
    assertThat(told).hasToString("begun");

    new FolderList("nowhere://bucket/x", Map.of()).look(() -> told.append("again"));
    assertThat(told).hasToString("begun");
  }

  private FolderList list() {
    return new FolderList("file:" + root, Map.of());
  }
}
