package io.sparkhistory.historyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkhistory.historyserver.LaunchOptions.LogFolderUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFolderTest {
  @TempDir Path folder;

  @Test
  void eachFolderOfAListIsMadeAndNothingIsLeftInIt() throws Exception {
    Path first = folder.resolve("a/b");
    Path second = folder.resolve("c");

    use("file:" + first + ",file:" + second, true, LogFolderUse.MAKE);

    assertThat(first).isEmptyDirectory();
    assertThat(second).isEmptyDirectory();
  }

  @Test
  void ofSeveralFoldersTheOneThatCannotBeUsedIsNamed() throws Exception {
    Path good = folder.resolve("good");
    Path file = Files.createFile(folder.resolve("file"));
    String bad = "file:" + file.resolve("bad");

    assertThatThrownBy(() -> use("file:" + good + "," + bad, true, LogFolderUse.MAKE))
        .isInstanceOf(LogFolder.Unusable.class)
        .hasMessageStartingWith("Other: " + bad + ": ");
    assertThat(good).isEmptyDirectory();
  }

  @Test
  void aMissingFolderIsNotMadeWhereItIsOnlyChecked() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> use("file:" + missing, true, LogFolderUse.CHECK))
        .isInstanceOf(LogFolder.Unusable.class)
        .hasMessageStartingWith("Other: file:" + missing + ": java.io.FileNotFoundException: ")
        .hasMessageContaining("does not exist");
    assertThat(missing).doesNotExist();
  }

  @Test
  void whereNothingIsCleanedNothingIsWritten() throws Exception {
    // even root cannot write a file where there is a folder
    Path logs = Files.createDirectories(folder.resolve("logs"));
    Files.createDirectories(logs.resolve(LogFolder.MARKER).resolve("x"));

    use("file:" + logs, false, LogFolderUse.MAKE);

    assertThatThrownBy(() -> use("file:" + logs, true, LogFolderUse.MAKE))
        .isInstanceOf(LogFolder.Unusable.class)
        .hasMessageContaining(LogFolder.MARKER);
  }

  @Test
  void whatFailedIsOneLineWithTheFolderAndAllCauses() {
    assertThatThrownBy(() -> use("s3a://bucket/x", true, LogFolderUse.MAKE))
        .isInstanceOf(LogFolder.Unusable.class)
        .hasMessageMatching("MissingConnector: s3a://bucket/x: .*ClassNotFoundException.*");
  }

  private void use(String directories, boolean cleans, LogFolderUse use)
      throws IOException, LogFolder.Unusable {
    Path file =
        Files.writeString(
            folder.resolve("spark.properties"),
            "spark.history.fs.logDirectory=%s%nspark.history.fs.cleaner.enabled=%s%n"
                .formatted(directories, cleans));
    LogFolder.ofSpark(List.of("--properties-file", file.toString())).use(use);
  }
}
