package io.sparkhistory.historyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkhistory.historyserver.LaunchOptions.LogFolderUse;
import org.junit.jupiter.api.Test;

class LaunchOptionsTest {
  @Test
  void withoutOptionsSparkRunsWithAllArguments() throws Exception {
    LaunchOptions options = parse("--properties-file", "/etc/x");

    assertThat(options.main()).isEqualTo("org.apache.spark.deploy.history.HistoryServer");
    assertThat(options.logFolder()).isEqualTo(LogFolderUse.UNTRIED);
    assertThat(options.endsWithInput()).isFalse();
    assertThat(options.arguments()).containsExactly("--properties-file", "/etc/x");
  }

  @Test
  void optionsComeBeforeThoseOfTheServer() throws Exception {
    LaunchOptions options =
        parse("--log-folder=make", "--end-with-input", "--main=a.B", "x", "--log-folder=check");

    assertThat(options.logFolder()).isEqualTo(LogFolderUse.MAKE);
    assertThat(options.endsWithInput()).isTrue();
    assertThat(options.main()).isEqualTo("a.B");
    assertThat(options.arguments()).containsExactly("x", "--log-folder=check");
  }

  @Test
  void aWordThatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> parse("--log-folder=mkae"))
        .isInstanceOf(LaunchOptions.Misunderstood.class)
        .hasMessage("--log-folder is 'make' or 'check', not 'mkae'");
  }

  private static LaunchOptions parse(String... arguments) throws LaunchOptions.Misunderstood {
    return LaunchOptions.parse(arguments);
  }
}
