package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantHostsTest {
  private static final TenantHosts HOSTS = new TenantHosts("spark.example.com", "hub.example.com");
  private static final Routes ROUTES = new Routes("/sparkhistory", HOSTS);

  @ParameterizedTest
  @CsvFileSource(
      resources = "/routing/hosts.csv",
      delimiter = '|',
      emptyValue = "",
      nullValues = "NULL",
      quoteCharacter = '\u0001')
  void aHostServesWhatTheTableSays(
      @Nullable String host, String target, String expected, @Nullable String address) {
    HostRoute found = at(ROUTES, host == null ? "" : host, RoutesTest.unescaped(target), true);

    assertThat(found.getClass().getSimpleName()).isEqualTo(expected);
    assertThat(address(found)).isEqualTo(address == null ? "" : address);
  }

  @Test
  void theSchemeIsTheClients() {
    assertThat(address(at(ROUTES, "hub.example.com", "/sparkhistory/ns-a/", false)))
        .isEqualTo("http://ns-a.spark.example.com/sparkhistory/ns-a/");
  }

  @Test
  void aRouteElsewhereNamesTheNamespaceForTheLog() {
    assertThat(at(ROUTES, "hub.example.com", "/sparkhistory/ns-a/", true))
        .isEqualTo(
            new HostRoute.Elsewhere("https://ns-a.spark.example.com/sparkhistory/ns-a/", "ns-a"));
    assertThat(at(ROUTES, "ns-a.spark.example.com", "/sparkhistory/ns-b/", true))
        .isEqualTo(
            new HostRoute.Misdirected("https://ns-b.spark.example.com/sparkhistory/ns-b/", "ns-b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "\\", "//evil.example", "@evil.example", ":x@evil.example"})
  void noTargetLeadsToAnotherSite(String strange) {
    for (String host : new String[] {"hub.example.com", "ns-a.spark.example.com", "evil.example"}) {
      for (String before : new String[] {"/", "/sparkhistory/", "/sparkhistory/ns-a/", ""}) {
        String target = before + strange;
        if (target.startsWith("/")
            && at(ROUTES, host, target, true) instanceof HostRoute.Elsewhere other) {
          assertThat(URI.create(other.address().replace('\\', '/')).getHost())
              .isIn("ns-a.spark.example.com", "hub.example.com");
        }
      }
    }
  }

  @Test
  void withoutThemEveryHostServesEverything() {
    Routes routes = new Routes("/sparkhistory");
    for (String host : new String[] {"", "hub.example.com", "ns-a.spark.example.com"}) {
      for (String target : new String[] {"/", "/sparkhistory/", "/sparkhistory/ns-b/", "/x"}) {
        assertThat(at(routes, host, target, true)).isEqualTo(HostRoute.HERE);
      }
      assertThat(TenantHosts.OFF.framedBy(range(host))).isEmpty();
      assertThat(TenantHosts.OFF.policyLine(range(host))).isEmpty();
      assertThat(TenantHosts.OFF.addresses(range(host), true).originOf(new Tenant("ns-a")))
          .isEmpty();
    }
  }

  @Test
  void namespacesAreFoundOnTheirOwnHostsAtTheSamePort() {
    Tenant tenant = new Tenant("ns-a");
    assertThat(HOSTS.addresses(range("hub.example.com:8443"), true).originOf(tenant))
        .isEqualTo("https://ns-a.spark.example.com:8443");
    assertThat(HOSTS.addresses(range("hub.example.com"), false).originOf(tenant))
        .isEqualTo("http://ns-a.spark.example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "ns-a.spark.example.com, hub.example.com, frame-ancestors 'self' hub.example.com",
    "NS-A.spark.example.com.:8443, hub.example.com:8443, frame-ancestors 'self' hub.example.com:8443",
    "a.b.spark.example.com, hub.example.com, frame-ancestors 'self' hub.example.com",
    "hub.example.com, '', sandbox",
    "hub.example.com:8443, '', sandbox",
    "10.1.2.3:8080, '', sandbox",
    "'', '', sandbox"
  })
  void theDashboardFramesHostsOfNamespacesAndNothingOfTheirsIsADocumentElsewhere(
      String host, String framedBy, String policy) {
    assertThat(HOSTS.framedBy(range(host))).isEqualTo(framedBy);
    assertThat(new String(HOSTS.policyLine(range(host)), ISO_8859_1))
        .isEqualTo("Content-Security-Policy: " + policy + "\r\n");
  }

  private static HostRoute at(Routes routes, String host, String target, boolean secure) {
    ByteRange at = range(target);
    Route route = routes.find(at.bytes(), at.from(), at.to());
    return routes.at(route, at, range(host), secure);
  }

  private static String address(HostRoute route) {
    return route instanceof HostRoute.Elsewhere other
        ? other.address()
        : route instanceof HostRoute.Misdirected wrong ? wrong.address() : "";
  }

  /** In the middle of other bytes, as in a head. */
  private static ByteRange range(String text) {
    byte[] b = ("x.:1" + text + "9:.x").getBytes(ISO_8859_1);
    return new ByteRange().set(b, 4, b.length - 4);
  }
}
