package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  private static final Routes ROUTES = new Routes("/sparkhistory");

  @ParameterizedTest
  @CsvFileSource(
      resources = "/routing/routes.csv",
      delimiter = '|',
      emptyValue = "",
      nullValues = "NULL",
      quoteCharacter = '\u0001')
  void aTargetLeadsWhereTheTableSays(String target, String route, @Nullable String detail) {
    byte[] b = ("GET " + unescaped(target) + " HTTP/1.1").getBytes(ISO_8859_1);
    int to = b.length - " HTTP/1.1".length();

    Route found = ROUTES.find(b, 4, to);

    assertThat(found.getClass().getSimpleName()).isEqualTo(route);
    String expected = detail == null ? "" : detail;
    if (found instanceof Route.Ambiguous ambiguous) {
      assertThat(expected).isNotEmpty();
      assertThat(ambiguous.reason()).contains(expected);
    } else {
      assertThat(detail(found, b, to)).isEqualTo(unescaped(expected));
    }
  }

  private static String detail(Route route, byte[] b, int to) {
    if (route instanceof Route.ToTenant r) {
      String rest = new String(b, r.rest(), to - r.rest(), ISO_8859_1);
      return r.tenant().namespace() + " " + rest;
    } else if (route instanceof Route.ToDriver r) {
      String rest = new String(b, r.rest(), to - r.rest(), ISO_8859_1);
      return r.tenant().namespace() + " " + r.application() + " " + r.use() + " " + rest;
    } else if (route instanceof Route.Running r) {
      return r.tenant().namespace();
    } else if (route instanceof Route.FindApplication r) {
      return r.application();
    } else if (route instanceof Route.Elsewhere r) {
      return (r.permanent() ? "308 " : "302 ") + r.location();
    } else if (route instanceof Route.Status r) {
      return (r.tenant().namespace() + " " + r.application()).strip();
    } else if (route instanceof Route.Reserved r) {
      return r.tenant().namespace();
    } else if (route instanceof Route.Asset r) {
      return r.name();
    }
    return "";
  }

  static String unescaped(String text) {
    return Pattern.compile("\\\\x([0-9a-f]{2})")
        .matcher(text)
        .replaceAll(
            m ->
                Matcher.quoteReplacement(
                    Character.toString((char) Integer.parseInt(m.group(1), 16))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "sparkhistory", "/sparkhistory/"})
  void aPrefixBeginsWithASlashAndEndsWithout(String given) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Routes(given));
  }

  @Test
  void aNestedPrefixIsOneUnit() {
    Routes routes = new Routes("/a/b");
    assertThat(find(routes, "/a/b/ns/x"))
        .isEqualTo(new Route.ToTenant(new Tenant("ns"), 7, "", false));
    assertThat(find(routes, "/a/b")).isEqualTo(new Route.Elsewhere("/a/b/", true, ""));
    assertThat(find(routes, "/a/ns/x")).isEqualTo(new Route.NotFound());
    assertThat(find(routes, "/a/./b/ns/x")).isEqualTo(new Route.NotFound());
    assertThat(routes.prefixOf(new Tenant("ns"))).isEqualTo("/a/b/ns");
  }

  @ParameterizedTest
  @CsvSource({
    "/sparkhistory/ns-a/api/v1/version, true",
    "/sparkhistory/ns-a//api/v1/version, true",
    "/sparkhistory/ns-a///api/v1, true",
    "/sparkhistory/ns-a/api, true",
    "/sparkhistory/ns-a/api?x, true",
    "/sparkhistory/ns-a/api/, true",
    "/sparkhistory/ns-a/api/../x, true",
    "/sparkhistory/Not_One/api/v1, true",
    "/sparkhistory/api/v1, false",
    "/sparkhistory/ns-a/-/live/app-1/api/v1, true",
    "/sparkhistory/ns-a/-/live/app-1/api, true",
    "/sparkhistory/ns-a/-/live/api/v1, false",
    "/sparkhistory/ns-a/-/live/api, false",
    "/sparkhistory/ns-a/-/live/, false",
    "/sparkhistory/ns-a/-/live, false",
    "/sparkhistory/ns-a/-/live?/x/api, false",
    "/sparkhistory/ns-a/-/live/app-1/jobs/api/, false",
    "/sparkhistory/ns-a/-/lives/app-1/api/, false",
    "/sparkhistory/ns-a/apis/v1, false",
    "/sparkhistory/ns-a/ap, false",
    "/sparkhistory/ns-a/history/api/v1, false",
    "/sparkhistory/ns-a/?x=/api/, false",
    "/sparkhistory/ns-a?/api/, false",
    "/sparkhistory/?x/api/, false",
    "/sparkhistory/ns-a/, false",
    "/sparkhistory/ns-a, false",
    "/sparkhistory/, false",
    "/sparkhistory, false",
    "/sparkhistoryx/ns-a/api/v1, false",
    "/other/ns-a/api/v1, false",
    "/, false",
    "*, false"
  })
  void programsAskBelowApi(String target, boolean api) {
    byte[] b = ("GET " + target + " /api/ HTTP/1.1").getBytes(ISO_8859_1);
    assertThat(ROUTES.isApi(b, 4, 4 + target.length())).isEqualTo(api);
  }

  @ParameterizedTest
  @CsvSource({
    "/sparkhistory/ns-a/, api/v1/version",
    "/sparkhistory/ns-a/, /api/v1/version",
    "/sparkhistory/ns-a, /api/v1/version"
  })
  void theAddressOfATenantIsABaseHoweverClientsJoinIt(String base, String path) {
    byte[] b = (base + path).getBytes(ISO_8859_1);
    Route.ToTenant to = (Route.ToTenant) ROUTES.find(b, 0, b.length);
    assertThat(detail(to, b, b.length)).isEqualTo("ns-a /api/v1/version");
  }

  @ParameterizedTest
  @CsvSource({
    "/logPage, true",
    "/logPage/, true",
    "/logPage/?self&logType=out, true",
    "/logPage?self&logType=out, true",
    "/logPage/json, true",
    "/LOGPAGE/, true",
    "/logPage;x=y/, true",
    "/%6cogPage, true",
    "/l%6FgPage/, true",
    "/%256cog%2550age, true",
    "/logPage%3bx, true",
    "/logPages/, false",
    "/log/, false",
    "/history/logPage/, false",
    "/?x=/logPage, false",
    "/%6cog%5cPage, false",
    "/, false"
  })
  void theLogOfTheServerItselfIsKnownHoweverItIsWritten(String path, boolean log) {
    Route found = find(ROUTES, "/sparkhistory/ns-a" + path);
    assertThat(found instanceof Route.ToTenant to && to.serverLog()).isEqualTo(log);
  }

  @Test
  void nothingBehindATargetIsRead() {
    assertThat(find(ROUTES, "/sparkhistory/-/x")).isEqualTo(new Route.NotFound());
    assertThat(find(ROUTES, "/spark")).isEqualTo(new Route.NotFound());
    byte[] b = "/sparkhistory/ns-a/-b?x".getBytes(ISO_8859_1);
    assertThat(ROUTES.find(b, 0, "/sparkhistory/ns".length()))
        .isEqualTo(new Route.Elsewhere("/sparkhistory/ns/", true, "ns"));
  }

  @Test
  void theSameNamespaceIsTheSameTenantSoThatNothingIsMadeAnew() {
    Route.ToTenant first = (Route.ToTenant) find(ROUTES, "/sparkhistory/ns-a/x");
    Route.ToTenant second = (Route.ToTenant) find(ROUTES, "/sparkhistory/ns-a/y");
    assertThat(second.tenant()).isSameAs(first.tenant());
  }

  @Test
  void manyNamespacesNeverTakeEachOthersPlace() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 20_000; i++) {
        Route.ToTenant found = (Route.ToTenant) find(ROUTES, "/sparkhistory/ns-" + i + "/");
        assertThat(found.tenant().namespace()).isEqualTo("ns-" + i);
      }
    }
  }

  private static Route find(Routes routes, String target) {
    byte[] b = target.getBytes(ISO_8859_1);
    return routes.find(b, 0, b.length);
  }
}
