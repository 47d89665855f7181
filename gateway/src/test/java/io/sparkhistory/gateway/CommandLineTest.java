package io.sparkhistory.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @Test
  void aFlagWinsOverItsVariable() throws Exception {
    Map<String, String> variables =
        Map.of("SPARKHISTORY_PREFIX", "/v", "SPARKHISTORY_THREADS", "3");
    Settings settings = run(variables, "gateway", "--prefix", "/f");

    assertThat(settings.get(Options.PREFIX)).isEqualTo("/f");
    assertThat(settings.get(Options.THREADS)).isEqualTo(3);
  }

  @Test
  void aWrongVariableIsCalledByItsName() throws Exception {
    Settings settings = run(Map.of("SPARKHISTORY_THREADS", "x"), "gateway");
    settings.get(Options.THREADS);

    assertThat(refused(settings).sentences())
        .containsExactly("SPARKHISTORY_THREADS is \"x\": expected a whole number");
  }

  @Test
  void anUnknownVariableIsFatal() throws Exception {
    Settings settings = run(Map.of("SPARKHISTORY_LISTENS", "x"), "gateway");

    assertThat(refused(settings).sentences())
        .containsExactly(
            "unknown environment variable SPARKHISTORY_LISTENS: did you mean SPARKHISTORY_LISTEN?");
    assertThat(refused(settings).exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SPARKHISTORY_SERVICE_HOST",
        "SPARKHISTORY_GATEWAY_SERVICE_PORT_HTTP",
        "SPARKHISTORY_GATEWAY_PORT",
        "SPARKHISTORY_PORT_8080_TCP_ADDR",
        "HOME"
      })
  void variablesThatKubernetesAddsForServicesAreNotOurs(String name) throws Exception {
    run(Map.of(name, "tcp://10.0.0.1:8080"), "gateway").check();
  }

  @Test
  void noOptionLooksLikeAVariableOfKubernetes() throws Exception {
    for (Option<?> option : Options.ALL) {
      String command = option.standards().keySet().iterator().next().word();
      Settings settings = run(Map.of(option.variable(), "\0"), command);
      settings.get(option);
      assertThat(refused(settings).sentences()).as(option.name()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--acces-log, --access-log",
    "--usr-header, --user-header",
    "--max-conections, --max-connections",
    "--hepl, --help",
    "-listen, --listen",
  })
  void theNearestOptionIsNamed(String given, String nearest) throws Exception {
    assertThat(refused(run(Map.of(), "gateway", given)).sentences())
        .containsExactly("unknown option " + given + ": did you mean " + nearest + "?");
  }

  @Test
  void anOptionOfAnotherCommandIsNotOneOfThis() throws Exception {
    assertThat(refused(run(Map.of(), "gateway", "--logs", "/")).sentences())
        .first()
        .isEqualTo("--logs is not an option of gateway");
  }

  @Test
  void aFlagWithoutValueOrGivenTwiceIsRefused() throws Exception {
    Settings settings = run(Map.of(), "gateway", "--prefix", "/a", "--prefix=/b", "--threads");

    assertThat(refused(settings).sentences())
        .containsExactly("--prefix is there twice", "--threads needs a value");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'a command is missing: expected gateway or local, see --help'",
    "gatway, 'unknown command ''gatway'': expected gateway or local, see --help'"
  })
  void aCommandIsNeeded(String word, String sentence) {
    Settings.Refused refused =
        catchThrowableOfType(
            Settings.Refused.class,
            () -> CommandLine.read(word.isEmpty() ? List.of() : List.of(word), Map.of(), "1"));

    assertThat(refused.sentences()).containsExactly(sentence);
    assertThat(refused.exitCode()).isEqualTo(2);
  }

  @Test
  void helpShowsEveryOptionWithItsDefault() throws Exception {
    String help = say("gateway", "--threads", "--help");

    for (Option<?> option : Options.of(Option.Command.GATEWAY)) {
      assertThat(help)
          .contains("  " + option.flag() + " " + option.kind().shape() + "\n")
          .contains(option.description())
          .contains(
              "default: "
                  + Help.shown(option, Option.Command.GATEWAY)
                  + "   ("
                  + option.variable()
                  + ")");
    }
  }

  @Test
  void overviewAndVersionNeedNoCommand() throws Exception {
    assertThat(say("--help")).contains("gateway");
    assertThat(say("--version")).isEqualTo("sparkhistory 1\n");
  }

  @ParameterizedTest
  @CsvSource({"abc,abc,0", "abc,abd,1", "abc,ab,1", "'',abc,3", "kitten,sitting,3"})
  void distanceCountsLetters(String a, String b, int distance) {
    assertThat(CommandLine.distance(a, b)).isEqualTo(distance);
    assertThat(CommandLine.distance(b, a)).isEqualTo(distance);
  }

  private static Settings run(Map<String, String> environment, String... arguments)
      throws Settings.Refused {
    return ((CommandLine.Request.Run) CommandLine.read(List.of(arguments), environment, "1"))
        .settings();
  }

  private static String say(String... arguments) throws Settings.Refused {
    return ((CommandLine.Request.Say) CommandLine.read(List.of(arguments), Map.of(), "1")).text();
  }

  private static Settings.Refused refused(Settings settings) {
    return catchThrowableOfType(Settings.Refused.class, settings::check);
  }
}
