package io.sparkhistory.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.routing.Field;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of a name is never taken for another one. */
class SeenNamesTest {
  private final SeenNames seen = new SeenNames(Wire.NAMES);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "Via",
        "cookie",
        "X-Forwarded-For",
        "kubeflow-userid",
        "x-forwarded-client-cert"
      })
  void aNameOfTheSameLettersIsStillTakenForWhatItIs(String name) {
    List<String> spellings =
        List.of(
            name,
            name.toLowerCase(Locale.ROOT),
            name.toUpperCase(Locale.ROOT),
            name.replace('-', '_'),
            name + "_",
            name + "x",
            name.substring(1));
    for (int times = 0; times < 3; times++) {
      for (String spelling : spellings) {
        assertThat(classify(spelling)).as(spelling).isEqualTo(asked(spelling));
      }
    }
  }

  @Test
  void aNameThatDiffersInOneByteAnywhereIsAnother() {
    for (int length = 1; length <= 40; length++) {
      String name = "kubeflow-userid-kubeflow-userid-kubeflow".substring(0, length);
      for (int at = 0; at < length; at++) {
        String other = name.substring(0, at) + '(' + name.substring(at + 1);
        assertThat(classify(name)).isNotNull();
        assertThat(classify(other)).as(other).isNull();
      }
    }
  }

  @Test
  void whatFollowsANameDoesNotMatter() {
    for (String behind : List.of(": a", ":\r\n\r\n", ":xxxxxxxxxxxxxxxx")) {
      assertThat(classify("Host", behind)).isEqualTo(Field.HOST);
      assertThat(classify("Hos", "t" + behind)).isEqualTo(Field.OTHER);
    }
  }

  @Test
  void moreNamesThanThereArePlacesForAreAllTakenForWhatTheyAre() {
    Random random = new Random(9);
    String[] parts = {
      "x", "forwarded", "for", "-", "_", "userid", "kubeflow", "host", "cookie", "."
    };
    for (int round = 0; round < 20_000; round++) {
      StringBuilder name = new StringBuilder();
      for (int i = random.nextInt(6); i >= 0; i--) {
        name.append(parts[random.nextInt(parts.length)]);
      }
      assertThat(classify(name.toString())).as("%s", name).isEqualTo(asked(name.toString()));
    }
  }

  @Test
  void neitherAnEmptyNameNorOneWithASpaceIsOne() {
    assertThat(classify("")).isNull();
    assertThat(classify("Host ")).isNull();
    assertThat(classify("a name that is longer than thirty-two bytes")).isNull();
  }

  private @Nullable Field classify(String name) {
    return classify(name, ": value");
  }

  private @Nullable Field classify(String name, String behind) {
    byte[] b = ("line\r\n" + name + behind + "\0\0\0\0\0\0\0\0").getBytes(ISO_8859_1);
    return seen.classify(b, 6, 6 + name.length());
  }

  private static Field asked(String name) {
    return Wire.NAMES.classify(name.getBytes(ISO_8859_1), 0, name.length());
  }
}
