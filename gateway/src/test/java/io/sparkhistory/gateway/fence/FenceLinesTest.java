package io.sparkhistory.gateway.fence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.TenantHosts;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class FenceLinesTest {
  private static final String REPORTS = "/sparkhistory/-/fence-reports";
  private static final String PREFIX = "/sparkhistory/ns-a";
  private static final String STRICTEST =
      "default-src 'none'; form-action 'none'; frame-src 'none'; worker-src 'none';"
          + " object-src 'none'; base-uri 'none'; frame-ancestors 'self'";
  private static final String SANDBOX =
      "; sandbox allow-downloads allow-forms allow-modals allow-same-origin allow-scripts\r\n";

  private final FenceLines on = lines(Fence.Mode.ON);

  @Test
  void aDocumentIsConfinedToItsNamespaceOfTheHostThatWasAsked() {
    assertThat(line(on, "kubeflow.example.com:8443", PREFIX))
        .isEqualTo(
            ("Content-Security-Policy: default-src 'none'; script-src {} 'unsafe-inline';"
                    + " style-src {} 'unsafe-inline'; img-src {} data:; font-src {} data:;"
                    + " connect-src {}; form-action {}; frame-src 'none'; worker-src 'none';"
                    + " object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
                    + SANDBOX)
                .replace("{}", "kubeflow.example.com:8443/sparkhistory/ns-a/"));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/fence/hosts.csv", delimiter = '|', quoteCharacter = '"')
  void anotherHostThanOneThatASourceCanNameMeansTheStrictestPolicy(String text, String named) {
    String host = text.equals("''") ? "" : text;

    String line = line(on, host, PREFIX);

    if (named.equals("yes")) {
      assertThat(line).contains("connect-src " + host + PREFIX + "/;");
    } else {
      assertThat(line).isEqualTo("Content-Security-Policy: " + STRICTEST + SANDBOX);
    }
  }

  @Test
  void aHostThatIsTooLongForDnsMeansTheStrictestPolicy() {
    assertThat(line(on, "a".repeat(260), PREFIX)).contains("connect-src");
    assertThat(line(on, "a".repeat(261), PREFIX)).contains(STRICTEST);
  }

  @Test
  void reportsGoToTheGatewayAndNothingIsBlocked() {
    assertThat(line(lines(Fence.Mode.REPORT), "a.example", PREFIX))
        .startsWith(
            "Content-Security-Policy-Report-Only: default-src 'none'; script-src a.example/")
        .endsWith("; frame-ancestors 'self'; report-uri /sparkhistory/-/fence-reports\r\n");
    assertThat(line(lines(Fence.Mode.REPORT), "", PREFIX))
        .isEqualTo(
            "Content-Security-Policy-Report-Only: "
                + STRICTEST
                + "; report-uri "
                + REPORTS
                + "\r\n");
  }

  @Test
  void onTheHostOfANamespaceTheMainHostMayFrameWhateverTheFenceIs() {
    String own = "Content-Security-Policy: frame-ancestors 'self' hub.example.com:8443\r\n";
    for (Fence.Mode mode : Fence.Mode.values()) {
      FenceLines lines = withHosts(mode);
      String document = line(lines, "ns-a.spark.example.com:8443", PREFIX);
      assertThat(lines.any()).isTrue();
      assertThat(document).endsWith(own);
      assertThat(document.split("frame-ancestors ", -1))
          .hasSize(mode == Fence.Mode.OFF ? 2 : 3)
          .filteredOn(part -> part.startsWith("'self'"))
          .allMatch(part -> part.startsWith("'self' hub.example.com:8443"));
      assertThat(lines.of(range("ns-a.spark.example.com:8443"), PREFIX, false))
          .asString(ISO_8859_1)
          .isEqualTo(own);
    }
  }

  @Test
  void fromTheMainHostEveryResponseIsSandboxed() {
    String sandbox = "Content-Security-Policy: sandbox\r\n";
    FenceLines lines = withHosts(Fence.Mode.ON);
    for (String host : new String[] {"hub.example.com", "10.0.0.1:8080", "[::1]:8080", ""}) {
      assertThat(line(lines, host, PREFIX)).contains("default-src 'none'").endsWith(sandbox);
      assertThat(lines.of(range(host), PREFIX, false)).asString(ISO_8859_1).isEqualTo(sandbox);
    }
    assertThat(on.of(range("hub.example.com"), PREFIX, false)).isEmpty();
  }

  private static FenceLines withHosts(Fence.Mode mode) {
    return new FenceLines(
        new Fence(mode, REPORTS), new TenantHosts("spark.example.com", "hub.example.com"));
  }

  @Test
  void nothingIsSentWhenItIsOff() {
    FenceLines off = lines(Fence.Mode.OFF);

    assertThat(off.any()).isFalse();
    assertThat(line(off, "a.example", PREFIX)).isEmpty();
    assertThat(line(off, "", PREFIX)).isEmpty();
    assertThat(on.any()).isTrue();
  }

  @Test
  void aLineIsMadeOnceForAHostAndANamespace() {
    byte[] first = on.of(range("a.example"), PREFIX);

    assertThat(on.of(range("a.example"), "/sparkhistory/" + "ns-a")).isSameAs(first);
    assertThat(on.of(range("b.example"), PREFIX)).isNotSameAs(first);
    assertThat(on.of(range("a.example"), "/sparkhistory/ns-b")).isNotSameAs(first);
  }

  /** More hosts than are remembered, each asked for twice in turn: none is mistaken for another. */
  @Test
  void manyHostsEachGetTheirOwn() {
    for (int round = 0; round < 2; round++) {
      IntStream.range(0, 2000)
          .forEach(
              i ->
                  assertThat(line(on, "h" + i + ".example", PREFIX))
                      .contains("connect-src h" + i + ".example/sparkhistory/ns-a/;"));
    }
  }

  /** A comma would begin another policy, a line end another field. */
  @Test
  void aLineIsOnePolicy() {
    String line = line(on, "a.example:1", PREFIX);

    assertThat(line.indexOf("\r\n")).isEqualTo(line.length() - 2);
    assertThat(line).doesNotContain(",").doesNotContain("*").doesNotContain("unsafe-eval");
  }

  private static FenceLines lines(Fence.Mode mode) {
    return new FenceLines(new Fence(mode, REPORTS));
  }

  private static String line(FenceLines lines, String host, String prefix) {
    return new String(lines.of(range(host), prefix), ISO_8859_1);
  }

  /** In the midst of other bytes, as it is in a head. */
  private static ByteRange range(String host) {
    byte[] head = ("Host: " + host + "\r\n").getBytes(ISO_8859_1);
    return new ByteRange().set(head, 6, 6 + host.length());
  }
}
