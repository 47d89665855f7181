package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.historyserver.LogFolderProblem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class RemoteProblemTest {
  @ParameterizedTest(name = "{0}: {2}")
  @CsvFileSource(resources = "remote-problems.csv", delimiter = '|')
  void whatHadoopSaysIsOneSentence(String logs, String said, String sentence) {
    String word = LogFolderProblem.of(said).word();

    assertThat(RemoteProblem.sentence(LogLocation.parse(logs), word, said))
        .isEqualTo("--logs " + logs + ": " + sentence);
  }
}
