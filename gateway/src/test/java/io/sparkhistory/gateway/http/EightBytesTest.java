package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Eight bytes at a time must find what one byte at a time finds. */
class EightBytesTest {
  private static final int ROUNDS = 20_000;
  private static final int ROOM = 40;

  @Test
  void everyByteAtEveryPlaceEndsAValueAsTheTableSays() {
    for (int c = 0; c < 256; c++) {
      for (int place = 0; place < 20; place++) {
        byte[] b = new byte[ROOM + EightBytes.SIZE];
        Arrays.fill(b, (byte) 'v');
        b[place] = (byte) c;
        int expected = Octets.skip(Octets.VALUE, b, 0, ROOM);
        assertThat(EightBytes.valueEnd(b, 0, ROOM))
            .as("byte %d at %d", c, place)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void anyBytesEndAValueAsTheTableSays() {
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] b = bytes(random);
      int from = random.nextInt(ROOM);
      int to = from + random.nextInt(ROOM - from);
      assertThat(EightBytes.valueEnd(b, from, to))
          .isEqualTo(Octets.skip(Octets.VALUE, b, from, to));
    }
  }

  @Test
  void theFirstOfSeveralIsFoundAndNoneBehindTheEnd() {
    Random random = new Random(8);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] b = bytes(random);
      int from = random.nextInt(ROOM);
      int to = from + random.nextInt(ROOM - from);
      assertThat(EightBytes.indexOf(EightBytes.LF, b, from, to))
          .isEqualTo(first(b, '\n', from, to));
      assertThat(EightBytes.indexOf(EightBytes.COLON, b, from, to))
          .isEqualTo(first(b, ':', from, to));
    }
  }

  /** Mostly bytes that are nearly what is looked for, where arithmetic could go wrong. */
  private static byte[] bytes(Random random) {
    byte[] near = {9, 10, 11, 13, 31, 32, 33, 57, 58, 59, 126, 127, (byte) 128, (byte) 138, -1, 0};
    byte[] b = new byte[ROOM + EightBytes.SIZE];
    boolean dense = random.nextBoolean();
    for (int i = 0; i < b.length; i++) {
      b[i] = dense || random.nextInt(8) == 0 ? near[random.nextInt(near.length)] : (byte) 'v';
    }
    return b;
  }

  private static int first(byte[] b, char wanted, int from, int to) {
    int at = from;
    while (at < to && b[at] != wanted) {
      at++;
    }
    return at;
  }
}
