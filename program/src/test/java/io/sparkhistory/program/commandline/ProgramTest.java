package io.sparkhistory.program.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialect, with a program that runs without a word and has one more command. */
class ProgramTest {
  private static final Command RUN = new Command("", "runs until it is told to end");
  private static final Command PRINT = new Command("print", "prints 100% of a file");

  private static final OptionGroup BOTH = new OptionGroup(Set.of(RUN, PRINT));
  private static final Option<String> NAME = BOTH.option("name", Kind.TEXT, "", "a name");
  private static final Option<Boolean> QUIET = BOTH.option("quiet", Kind.SWITCH, "false", "no log");
  private static final Option<Boolean> STRICT =
      BOTH.option("strict", Kind.BOOLEAN, "true", "no guess");
  private static final Option<Duration> EVERY =
      BOTH.option(
          "every",
          Kind.duration(Duration.ofSeconds(1), Duration.ofDays(365)),
          Map.of(RUN, "10m", PRINT, "1d"),
          "time between two looks, at 50% of the load that the servers of demo.example.com"
              + " bear without delays");

  private static final OptionGroup PRINTING = new OptionGroup(Set.of(PRINT));
  private static final Option<String> FILE =
      PRINTING.option("file", "f", Kind.TEXT, "", "what is printed");

  private static final Program PROGRAM =
      new Program(
          "demo",
          List.of(RUN, PRINT),
          Stream.of(BOTH, PRINTING).<Option<?>>flatMap(g -> g.options().stream()).toList());

  @Test
  void withoutAWordTheDefaultCommandRuns() throws Exception {
    Values values = run(Map.of(), "--name", "a b", "--every=2h");

    assertThat(values.command()).isEqualTo(RUN);
    assertThat(values.get(NAME)).isEqualTo("a b");
    assertThat(values.get(EVERY)).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void eachCommandHasItsOwnDefault() throws Exception {
    assertThat(run(Map.of()).get(EVERY)).isEqualTo(Duration.ofMinutes(10));
    assertThat(run(Map.of(), "print").get(EVERY)).isEqualTo(Duration.ofDays(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-f", "--file"})
  void aShortFormIsTheSameOption(String flag) throws Exception {
    assertThat(run(Map.of(), "print", flag, "-").get(FILE)).isEqualTo("-");
    assertThat(run(Map.of(), "print", flag + "=x").get(FILE)).isEqualTo("x");
    assertThat(mistakes(run(Map.of(), flag, "x")))
        .containsExactly(flag + " is not an option of demo");
  }

  @Test
  void oneOptionInTwoFormsIsThereTwice() throws Exception {
    assertThat(mistakes(run(Map.of(), "print", "-f", "a", "--file", "b")))
        .containsExactly("--file is there twice");
  }

  @ParameterizedTest
  @CsvSource({
    "--quiet, true",
    "--quiet true, true",
    "--quiet false, false",
    "--quiet=false, false",
    "--quiet --name x, true",
    "--name x --quiet, true",
    "--name x, false"
  })
  void aSwitchMayStandAlone(String line, boolean quiet) throws Exception {
    Values values = run(Map.of(), line.split(" ", -1));

    assertThat(values.get(QUIET)).isEqualTo(quiet);
    values.check();
  }

  @Test
  void whatIsNoSwitchNeedsAValue() throws Exception {
    assertThat(mistakes(run(Map.of(), "--strict"))).containsExactly("--strict needs a value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@/etc/hostname", "a=b", "'quoted'", "${env:HOME}", "-x", "--", "%s"})
  void aValueIsTakenAsItIs(String text) throws Exception {
    assertThat(run(Map.of(), "--name", text).get(NAME)).isEqualTo(text);
    assertThat(run(Map.of(), "--name=" + text).get(NAME)).isEqualTo(text);
  }

  @Test
  void nothingEndsTheOptions() throws Exception {
    Values values = run(Map.of(), "--", "--name", "x");

    assertThat(values.get(NAME)).isEqualTo("x");
    assertThat(mistakes(values))
        .singleElement()
        .asString()
        .startsWith("unknown option --: did you mean --");
  }

  @Test
  void theValueOfAnUnknownFlagIsNoMistakeOfItsOwn() throws Exception {
    assertThat(
            mistakes(run(Map.of(), "--nmae", "x", "--quiet", "stray", "--evry", "--strict", "y")))
        .containsExactly(
            "unknown option --nmae: did you mean --name?",
            "'stray' is not expected here: every value follows its option",
            "unknown option --evry: did you mean --every?",
            "--strict is \"y\": expected true or false");
  }

  @Test
  void everyMistakeIsToldAtOnceAndThoseOfTheCommandLineDecideTheExitCode() throws Exception {
    Map<String, String> environment =
        Map.of("SPARKHISTORY_EVERY", "soon", "SPARKHISTORY_NAEM", "x", "SPARKHISTORY_FILE", "y");
    Values values = run(environment, "--strict=maybe", "--hlp", "--name");
    values.require(values.get(STRICT), "not strict");
    values.require(false, "it cannot be");
    values.get(EVERY);

    Refused refused = assertThrows(Refused.class, values::check);
    assertThat(refused.sentences())
        .containsExactly(
            "unknown environment variable SPARKHISTORY_NAEM: did you mean SPARKHISTORY_NAME?",
            "unknown option --hlp: did you mean --help?",
            "--name needs a value",
            "--strict is \"maybe\": expected true or false",
            "SPARKHISTORY_EVERY is \"soon\": expected a duration such as 500ms, 30s, 2m or 1h",
            "it cannot be");
    assertThat(refused.exitCode()).isEqualTo(Refused.USAGE);
  }

  @Test
  void valuesThatAreWrongEndWithAnotherExitCode() throws Exception {
    Values values = run(Map.of(), "--every", "366d");
    values.get(EVERY);

    Refused refused = assertThrows(Refused.class, values::check);
    assertThat(refused.sentences())
        .containsExactly("--every is \"366d\": expected a duration from 1s to 365d");
    assertThat(refused.exitCode()).isEqualTo(Refused.FAILURE);
  }

  @Test
  void theFlagWinsOverTheVariableAndBothOverWhatIsSupposed() throws Exception {
    Map<String, String> environment = Map.of("SPARKHISTORY_NAME", "variable");
    assertThat(run(environment, "--name", "flag").get(NAME)).isEqualTo("flag");

    Values values = run(environment);
    values.suppose(NAME, "a guess", "guessed");
    values.suppose(QUIET, "a guess", "true");
    assertThat(values.get(NAME)).isEqualTo("variable");
    assertThat(values.get(QUIET)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SPARKHISTORY_SERVICE_HOST",
        "SPARKHISTORY_PROVISIONER_SERVICE_PORT_HTTP",
        "SPARKHISTORY_GATEWAY_PORT_8080_TCP_ADDR"
      })
  void variablesThatKubernetesAddsForServicesAreNotOurs(String name) throws Exception {
    run(Map.of(name, "tcp://10.0.0.1:8080")).check();
  }

  @Test
  void helpOfTheDefaultCommandListsItsOptionsAndTheOtherCommands() throws Exception {
    assertThat(say("--help")).isEqualTo(say("--name", "x", "-h"));
    assertThat(say("--help").replaceAll("\\s+", " "))
        .startsWith("Usage: demo [OPTIONS] [COMMAND] runs until it is told to end")
        .contains(" --name=TEXT a name default: none (SPARKHISTORY_NAME)")
        .contains(" --quiet[=BOOLEAN] no log default: false (SPARKHISTORY_QUIET)")
        .contains(
            "at 50% of the load that the servers of demo.example.com bear without delays default: 10m (SPARKHISTORY_EVERY)")
        .contains(" print prints 100% of a file")
        .doesNotContain("--file");
  }

  @Test
  void helpOfACommandShowsItsOwnDefaults() throws Exception {
    assertThat(say("print", "--help").replaceAll("\\s+", " "))
        .startsWith("Usage: demo print [OPTIONS] prints 100% of a file")
        .contains(" -f, --file=TEXT what is printed default: none (SPARKHISTORY_FILE)")
        .contains("default: 1d (SPARKHISTORY_EVERY)");
  }

  @Test
  void theVersionIsOneLine() throws Exception {
    assertThat(say("--version")).isEqualTo("sparkhistory 1\n");
  }

  @Test
  void anOptionNeedsACommandAndADefaultForEach() {
    assertThatThrownBy(() -> new Option<>("x", "", Kind.TEXT, Map.of(), ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new OptionGroup(Set.of(RUN, PRINT)).option("x", Kind.TEXT, Map.of(RUN, ""), ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FILE.standard(RUN)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Values run(Map<String, String> environment, String... arguments) throws Refused {
    return ((Program.Request.Run) PROGRAM.read(List.of(arguments), environment, "1")).values();
  }

  private static String say(String... arguments) throws Refused {
    return ((Program.Request.Say) PROGRAM.read(List.of(arguments), Map.of(), "1")).text();
  }

  private static List<String> mistakes(Values values) {
    PROGRAM.options().forEach(values::get);
    return assertThrows(Refused.class, values::check).sentences();
  }
}
