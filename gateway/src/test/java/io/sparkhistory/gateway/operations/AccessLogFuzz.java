package io.sparkhistory.gateway.operations;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.routing.ByteRange;
import java.util.Arrays;

/**
 * A line of the access log is one line of JSON without control characters, whatever the client, the
 * history server and the identity provider have sent, and says of it what was there.
 */
public final class AccessLogFuzz {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  private static final AccessLogLine LINE = new AccessLogLine();

  private AccessLogFuzz() {}

  /** The bytes are target, traceparent, method, user, access and error, separated by 0xff. */
  public static void fuzzerTestOneInput(byte[] data) throws JsonProcessingException {
    String[] parts = Arrays.copyOf(new String(data, ISO_8859_1).split("\u00ff", 6), 6);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = parts[i] == null ? "" : parts[i];
    }
    byte[] bytes = (parts[0] + " " + parts[1]).getBytes(ISO_8859_1);
    ByteRange target = new ByteRange().set(bytes, 0, parts[0].length());
    ByteRange trace = new ByteRange().set(bytes, parts[0].length() + 1, bytes.length);
    // as the identity is: decoded, so that all of Unicode and half surrogates can come
    String user = new String(parts[3].getBytes(ISO_8859_1), UTF_8) + parts[4];
    LINE.write(
        new Finished(Outcome.FORWARDED, 200, parts[2], target, user, parts[4], trace, 1, parts[5]),
        data.length);

    byte[] written = Arrays.copyOf(LINE.bytes(), LINE.length());
    String text = new String(written, UTF_8);
    assertThat(text.getBytes(UTF_8)).isEqualTo(written);
    assertThat(text).endsWith("}\n");
    assertThat(text.substring(0, text.length() - 1)).doesNotMatch("(?s).*\\p{Cc}.*");
    JsonNode line = JSON.readTree(text);
    same(line, "method", parts[2]);
    same(line, "user", user);
    same(line, "access", parts[4]);
    same(line, "error", parts[5]);
    assertThat(line.get("trace").textValue()).matches("([0-9a-f]{32})?");
    String path = new String(parts[0].replaceFirst("(?s)\\?.*", "").getBytes(ISO_8859_1), UTF_8);
    if (parts[0].length() <= AccessLogLine.MAX_PATH && path.indexOf('\ufffd') < 0) {
      assertThat(line.get("path").textValue()).isEqualTo(path);
    }
    assertThat(line.get("path").textValue()).doesNotContain("?");
  }

  private static void same(JsonNode line, String key, String value) {
    if (value.length() <= AccessLogLine.MAX_TEXT) {
      assertThat(line.get(key).textValue()).isEqualTo(value);
    }
  }
}
