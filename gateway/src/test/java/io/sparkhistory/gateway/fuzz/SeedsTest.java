package io.sparkhistory.gateway.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sparkhistory.gateway.http.Wire;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every property holds for every seed, and for each seed with a few bytes of it changed. */
class SeedsTest {
  /** Inputs that are made of seeds for each target, the same ones in each run. */
  private static final int CHANGED = 3_000;

  private static final String BYTES =
      "\r\n\r\n \t:;,=%./\\?#\"'0129aAfxX-_@[]{}\u0000\u000b\u007f\u0080\u00ff";

  @ParameterizedTest
  @EnumSource
  void thePropertyHoldsForItsSeeds(Target target) {
    for (byte[] seed : target.seeds()) {
      check(target, seed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePropertyHoldsForWhatIsCloseToItsSeeds(Target target) {
    Random random = new Random(7);
    List<byte[]> seeds = target.seeds();
    for (int i = 0; i < CHANGED; i++) {
      StringBuilder input = new StringBuilder(text(seeds, random));
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        int at = random.nextInt(input.length() + 1);
        char one = BYTES.charAt(random.nextInt(BYTES.length()));
        switch (random.nextInt(4)) {
          case 0 -> input.insert(at, one);
          case 1 -> input.delete(at, Math.min(input.length(), at + 1));
          case 2 -> input.replace(at, Math.min(input.length(), at + 1), "" + one);
          default -> {
            String other = text(seeds, random);
            int from = random.nextInt(other.length() + 1);
            input.insert(at, other, from, from + random.nextInt(other.length() - from + 1));
          }
        }
      }
      check(target, input.toString().getBytes(ISO_8859_1));
    }
  }

  private static String text(List<byte[]> seeds, Random random) {
    return new String(seeds.get(random.nextInt(seeds.size())), ISO_8859_1);
  }

  private static void check(Target target, byte[] data) {
    assertThatCode(() -> target.property.check(data))
        .as("%s: %s", target, Wire.shown(data))
        .doesNotThrowAnyException();
  }
}
