package io.sparkhistory.historyserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each connector says is in the statuses of the provisioner's tests, as it was seen. */
class LogFolderProblemTest {
  @ParameterizedTest
  @EnumSource(LogFolderProblem.class)
  void theLaunchersLineIsUnderstood(LogFolderProblem problem) {
    String log =
        "INFO NoSuchBucket\n" + Launcher.PREFIX + problem.word() + ": s3a://b/x: Forbidden\n";

    assertThat(LogFolderProblem.told(log)).contains(problem);
  }

  @Test
  void theLastFolderThatALogNamesIsTheOneInTrouble() {
    String log =
        "INFO file:/a: x\n"
            + LogFolderProblem.FOLDER
            + "file:/b\n"
            + Launcher.PREFIX
            + "Other: file:/c/d:e: java.io.IOException: file:/f: no\n";

    assertThat(LogFolderProblem.folder(log)).contains("file:/c/d:e");
    assertThat(LogFolderProblem.folder(LogFolderProblem.FOLDER + "file:/b\nx: y"))
        .contains("file:/b");
    assertThat(LogFolderProblem.folder("INFO file:/a: x\n")).isEmpty();
  }

  @Test
  void aLineOfAnotherVersionAndALogOfSomethingElseTellNothing() {
    assertThat(LogFolderProblem.told(Launcher.PREFIX + "Eclipse: s3a://b/x: dark\n")).isEmpty();
    assertThat(LogFolderProblem.told("see " + Launcher.PREFIX + "NoSuchBucket: x")).isEmpty();
  }

  @Test
  void aResponseThatNamesACauseComesBeforeItsStatusCode() {
    assertThat(LogFolderProblem.of("SignatureDoesNotMatch; Status Code: 403"))
        .isEqualTo(LogFolderProblem.KEY_REFUSED);
    assertThat(LogFolderProblem.of("Access Denied; Status Code: 403"))
        .isEqualTo(LogFolderProblem.ACCESS_DENIED);
    assertThat(LogFolderProblem.of("java.io.IOException: disk quota"))
        .isEqualTo(LogFolderProblem.OTHER);
  }
}
