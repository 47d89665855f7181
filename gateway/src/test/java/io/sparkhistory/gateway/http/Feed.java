package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Function;
import java.util.function.Supplier;

/** Feeds a message in every way in which a network could cut it, and wants the same result. */
final class Feed {
  /** What a reader says while it needs more. */
  static final String INCOMPLETE = "incomplete";

  /** What a reader that refuses starts with. */
  static final String REFUSED = "refused";

  private Feed() {}

  /**
   * Result of reading the message at once, after checking that it is the same byte by byte and cut
   * at any one place.
   *
   * @param reader makes a fresh reader: called with what has come so far and not been consumed,
   *     until it does not say {@link #INCOMPLETE} any more
   */
  static String inAllWays(byte[] message, Supplier<Function<ByteBuf, String>> reader) {
    String whole = cut(message, message.length, message.length, reader.get());
    assertThat(cut(message, 0, 1, reader.get())).as("byte by byte").isEqualTo(whole);
    for (int at = 1; at < message.length; at++) {
      String split = cut(message, at, message.length, reader.get());
      if (!split.equals(whole)) { // assertions are slow, and there are many cuts
        assertThat(split).as("cut at %d", at).isEqualTo(whole);
      }
    }
    return whole;
  }

  /** As {@link #inAllWays}, with no more than sixteen cuts, so that long messages are not slow. */
  static String inSomeWays(byte[] message, Supplier<Function<ByteBuf, String>> reader) {
    String whole = cut(message, message.length, message.length, reader.get());
    same(whole, cut(message, 0, 1, reader.get()), 0);
    int step = Math.max(1, message.length / 16);
    for (int at = 1; at < message.length; at += step) {
      same(whole, cut(message, at, message.length, reader.get()), at);
    }
    return whole;
  }

  private static void same(String whole, String split, int at) {
    if (!split.equals(whole)) {
      assertThat(split).as("cut at %d", at).isEqualTo(whole);
    }
  }

  /** Feeds {@code first} bytes, then {@code step} bytes at a time; the result and what is left. */
  private static String cut(byte[] message, int first, int step, Function<ByteBuf, String> reader) {
    ByteBuf in = Unpooled.buffer();
    in.writeBytes(message, 0, first);
    String result = reader.apply(in);
    int fed = first;
    while (result.equals(INCOMPLETE) && fed < message.length) {
      int now = Math.min(step, message.length - fed);
      in.writeBytes(message, fed, now);
      fed += now;
      result = reader.apply(in);
    }
    in.writeBytes(message, fed, message.length - fed);
    // where a reader that refuses has stopped is nobody's business
    boolean consumed = result.equals(INCOMPLETE) || result.startsWith(REFUSED) || !in.isReadable();
    return consumed ? result : result + " then " + Wire.text(in);
  }
}
