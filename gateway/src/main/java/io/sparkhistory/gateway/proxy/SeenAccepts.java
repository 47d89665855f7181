package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.routing.ByteRange;
import java.util.Arrays;

/**
 * Cache of recently seen {@code Accept} fields: a browser sends the same few all day, and parsing
 * one allocates much. For one thread.
 */
final class SeenAccepts {
  private static final int PLACES = 8;

  /** Longer ones are read each time, so that nobody makes this grow. */
  private static final int LONGEST = 512;

  private final byte[][] values = new byte[PLACES][];
  private final boolean[] html = new boolean[PLACES];
  private int next;

  SeenAccepts() {
    Arrays.fill(values, new byte[0]);
  }

  /** Whether the client would rather be shown a page than JSON. */
  boolean wantHtml(ByteRange accept) {
    byte[] b = accept.bytes();
    for (int i = 0; i < PLACES; i++) {
      byte[] value = values[i];
      if (Arrays.equals(value, 0, value.length, b, accept.from(), accept.to())) {
        return html[i];
      }
    }
    boolean wanted = Pages.wantsHtml(accept.text());
    if (accept.length() <= LONGEST) {
      values[next] = Arrays.copyOfRange(b, accept.from(), accept.to());
      html[next] = wanted;
      next = (next + 1) % PLACES;
    }
    return wanted;
  }
}
