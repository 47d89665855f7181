package io.sparkhistory.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sparkhistory.gateway.http.HeadParser.Progress;
import io.sparkhistory.gateway.routing.HeaderRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/security.md has the request fields that reach a history server. */
class DocumentedFieldsTest {
  private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9-]+)`");

  /** Fields that are refused with any value. */
  private static final Map<String, String> VALUES =
      Map.of(
          "content-length", "5",
          "transfer-encoding", "chunked",
          "expect", "100-continue\r\nContent-Length: 5",
          "cookie", "kept=1");

  private final RequestHeadWriter writer =
      new RequestHeadWriter(new HeaderRules(Set.of("kept")), "kubeflow-userid");

  @Test
  void theTableHasWhatIsSentAndNothingElse() throws IOException {
    Set<String> documented = documented();
    Set<String> sent = new TreeSet<>();
    for (String name : Stream.concat(documented.stream(), known().stream()).toList()) {
      sent.addAll(sent(name));
    }

    assertThat(documented).isEqualTo(sent);
  }

  @Test
  void eachRowOfTheTableHasItsReason() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(8).allMatch(row -> row.split("\\|", -1)[2].length() > 20);
  }

  private static Set<String> documented() throws IOException {
    return rows().stream()
        .flatMap(row -> NAME.matcher(row.split("\\|", -1)[1]).results())
        .map(found -> found.group(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> rows() throws IOException {
    String table =
        Files.readString(Path.of("../docs/security.md"))
            .split("\n\\| sent to a history server ", -1)[1]
            .split("\n\n", -1)[0];
    return table.lines().skip(2).toList();
  }

  /** Every name of the table of rules, which has all that the code knows. */
  private static Set<String> known() throws IOException {
    try (InputStream in = HeaderRules.class.getResourceAsStream("/routing/headers.csv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.contains(" | ") && !line.startsWith("#"))
          .map(line -> line.split(" ", 2)[0].toLowerCase(Locale.ROOT))
          .collect(Collectors.toSet());
    }
  }

  /** Names of the fields that are sent on of a request with this one, lower case. */
  private Set<String> sent(String name) {
    String line = name.equals("host") ? "" : name + ": " + VALUES.getOrDefault(name, "x") + "\r\n";
    Head head = new Head();
    ByteBuf in = Wire.buffer("PUT /x HTTP/1.1¶Host: h¶" + line + "¶");
    assertThat(Wire.PARSER.request(in, head)).as(name).isEqualTo(Progress.COMPLETE);
    ByteBuf out = Unpooled.buffer();
    byte[] tenant = RequestHeadWriter.tenantLines("up", "/p");
    writer.write(head, head.target().from(), tenant, Wire.bytes("u"), Wire.bytes("::1"), out);
    return out.toString(UTF_8)
        .lines()
        .skip(1)
        .filter(field -> !field.isEmpty())
        .map(field -> field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }
}
