package io.sparkhistory.gateway.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkhistory.gateway.fixture.CommandLine;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.Program;
import io.sparkhistory.program.commandline.Refused;
import io.sparkhistory.program.commandline.Values;
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
    Values values = CommandLine.values(variables, "gateway", "--prefix", "/f");

    assertThat(ServerSettings.of(values).prefix()).isEqualTo("/f");
    assertThat(ServerSettings.of(values).threads()).isEqualTo(3);
  }

  @Test
  void aWrongVariableIsCalledByItsName() throws Exception {
    Values values = CommandLine.values(Map.of("SPARKHISTORY_THREADS", "x"), "gateway");
    ServerSettings.of(values);

    assertThat(assertThrows(Refused.class, values::check).sentences())
        .containsExactly("SPARKHISTORY_THREADS is \"x\": expected a whole number");
  }

  @Test
  void anUnknownVariableIsFatal() throws Exception {
    Values values = CommandLine.values(Map.of("SPARKHISTORY_LISTENS", "x"), "gateway");

    assertThat(assertThrows(Refused.class, values::check).sentences())
        .containsExactly(
            "unknown environment variable SPARKHISTORY_LISTENS: did you mean SPARKHISTORY_LISTEN?");
    assertThat(assertThrows(Refused.class, values::check).exitCode()).isEqualTo(2);
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
    CommandLine.values(Map.of(name, "tcp://10.0.0.1:8080"), "gateway").check();
  }

  @Test
  void noOptionLooksLikeAVariableOfKubernetes() throws Exception {
    for (Option<?> option : GatewayProgram.PROGRAM.options()) {
      String command = option.standards().keySet().iterator().next().word();
      Values values = CommandLine.values(Map.of(option.variable(), "\0"), command);
      values.get(option);
      assertThat(assertThrows(Refused.class, values::check).sentences())
          .as(option.name())
          .hasSize(1);
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
    assertThat(
            assertThrows(Refused.class, CommandLine.values(Map.of(), "gateway", given)::check)
                .sentences())
        .containsExactly("unknown option " + given + ": did you mean " + nearest + "?");
  }

  @Test
  void anOptionOfAnotherCommandIsNotOneOfThis() throws Exception {
    assertThat(
            assertThrows(
                    Refused.class, CommandLine.values(Map.of(), "gateway", "--logs", "/")::check)
                .sentences())
        .first()
        .isEqualTo("--logs is not an option of gateway");
  }

  @Test
  void aFlagWithoutValueOrGivenTwiceIsRefused() throws Exception {
    Values values =
        CommandLine.values(Map.of(), "gateway", "--prefix", "/a", "--prefix=/b", "--threads");

    assertThat(assertThrows(Refused.class, values::check).sentences())
        .containsExactly("--prefix is there twice", "--threads needs a value");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'a command is missing: expected gateway or local, see --help'",
    "gatway, 'unknown command ''gatway'': expected gateway or local, see --help'"
  })
  void aCommandIsNeeded(String word, String sentence) {
    Refused refused =
        assertThrows(
            Refused.class,
            () -> GatewayProgram.read(word.isEmpty() ? List.of() : List.of(word), Map.of(), "1"));

    assertThat(refused.sentences()).containsExactly(sentence);
    assertThat(refused.exitCode()).isEqualTo(2);
  }

  @Test
  void helpShowsEveryOptionWithItsDefault() throws Exception {
    String help = say("gateway", "--threads", "--help").replaceAll("\\s+", " ");

    for (Option<?> option : GatewayProgram.PROGRAM.optionsOf(Commands.GATEWAY)) {
      String shape = option.kind().shape();
      String label = shape.startsWith("[") ? "[=" + shape.substring(1) : "=" + shape;
      assertThat(help)
          .contains(
              String.format(
                  " %s%s %s default: %s (%s)",
                  option.flag(),
                  label,
                  option.description(),
                  option.shown(Commands.GATEWAY),
                  option.variable()));
    }
  }

  @Test
  void overviewAndVersionNeedNoCommand() throws Exception {
    assertThat(say("--help")).contains("gateway");
    assertThat(say("--version")).isEqualTo("sparkhistory 1\n");
  }

  private static String say(String... arguments) throws Refused {
    return ((Program.Request.Say) GatewayProgram.read(List.of(arguments), Map.of(), "1")).text();
  }
}
