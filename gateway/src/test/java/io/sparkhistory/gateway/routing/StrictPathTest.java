package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Plays a history server that decodes as often as it likes, takes backslashes for slashes, merges
 * slashes and cuts off parameters, in either order, and then resolves dot segments.
 */
class StrictPathTest {
  private static final String[] PIECES = {
    "/", "/", "/", "/api/", ".", "..", "...", ";", ";x", "%2e", "%2E", "%252e", "%25", "2e", "%2f",
    "%252f", "%5c", "\\", "%3b", "%00", "%c0%ae", "%c3%bc", "a", "ns-b", "%61", "%", "25", "2f"
  };

  private final Routes routes = new Routes("/p");

  @Test
  void whateverIsPassedOnStaysWithItsTenantHoweverItIsRead() {
    Random random = new Random(20260101);
    int passedOn = 0;
    for (int i = 0; i < 10_000; i++) {
      StringBuilder path = new StringBuilder("/p/ns-a/");
      for (int n = random.nextInt(9); n >= 0; n--) {
        path.append(PIECES[random.nextInt(PIECES.length)]);
      }
      byte[] b = path.toString().getBytes(ISO_8859_1);
      if (routes.find(b, 0, b.length) instanceof Route.ToTenant) {
        passedOn++;
        Route.ToTenant to = (Route.ToTenant) routes.find(b, 0, b.length);
        assertStaysWithItsTenant("/p/ns-a" + path.substring(to.rest()));
      }
    }
    assertThat(passedOn).as("paths that are fine").isGreaterThan(1_000);
  }

  private static void assertStaysWithItsTenant(String path) {
    String decoded = path;
    for (int round = 0; round < 12; round++) {
      for (boolean parametersFirst : new boolean[] {true, false}) {
        String read = resolved(decoded, parametersFirst);
        assertThat(read).as("%s decoded %d times", path, round).startsWith("/p/ns-a/");
        assertThat(read.chars().filter(c -> c == '/').count())
            .as("segments of %s decoded %d times", path, round)
            .isEqualTo(path.chars().filter(c -> c == '/').count());
      }
      decoded = decoded(decoded);
    }
  }

  private static String resolved(String path, boolean parametersFirst) {
    String slashes = path.replace('\\', '/');
    String bare = parametersFirst ? slashes.replaceAll(";[^/]*", "") : slashes;
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : bare.replaceAll("/+", "/").split("/", -1)) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    return String.join("/", segments);
  }

  private static String decoded(String path) {
    return Pattern.compile("%([0-9a-fA-F]{2})")
        .matcher(path)
        .replaceAll(StrictPathTest::decodedByte);
  }

  private static String decodedByte(MatchResult escape) {
    char c = (char) Integer.parseInt(escape.group(1), 16);
    return c == '\\' || c == '$' ? "\\" + c : Character.toString(c);
  }
}
