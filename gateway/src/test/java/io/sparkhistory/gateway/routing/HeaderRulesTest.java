package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkhistory.gateway.routing.HeaderRules.Action;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {
  private static final FieldNames NAMES = new FieldNames("kubeflow-userid", "kubeflow-groups");
  private static final HeaderRules RULES = new HeaderRules(Set.of());
  private static final String PREFIX = "/sparkhistory/ns-a";

  @ParameterizedTest
  @CsvFileSource(resources = "/routing/headers.csv", delimiter = '|')
  void aFieldIsTreatedAsTheTableSays(
      String name, Field field, Action request, Action response, String trailer) {
    assertThat(classify(NAMES, name)).isEqualTo(field);
    assertThat(RULES.request(field)).isEqualTo(request);
    assertThat(RULES.response(field)).isEqualTo(response);
    assertThat(RULES.responseTrailer(field)).isEqualTo(trailer.equals("yes"));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/routing/headers.csv", delimiter = '|')
  void letterCaseMakesNoDifference(String name, Field field) {
    assertThat(classify(NAMES, name.toUpperCase(Locale.ROOT))).isEqualTo(field);
    assertThat(classify(NAMES, name.toLowerCase(Locale.ROOT))).isEqualTo(field);
  }

  @Test
  void everyNameThatIsKnownIsInTheTable() throws IOException {
    String table;
    try (InputStream in = HeaderRulesTest.class.getResourceAsStream("/routing/headers.csv")) {
      table = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
    Set<String> rows =
        table
            .lines()
            .map(row -> row.split(" \\| ", 2)[0].toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());

    for (Field field : Field.values()) {
      assertThat(rows).as("%s", field).containsAll(KnownFields.names(field));
    }
  }

  @ParameterizedTest
  @EnumSource(Field.class)
  void nothingMayStandInATrailerSectionOfARequestUnlessTheOperatorNamesIt(Field field) {
    assertThat(RULES.requestTrailer(field)).isEqualTo(field == Field.FORWARDED_BY_OPTION);
  }

  @Test
  void whatTheOperatorNamesIsForwarded() {
    FieldNames names =
        new FieldNames("u", "g", List.of("X-Team", "Vary", "Accept", "user-agent", "x-team"));

    assertThat(classify(names, "x-TEAM")).isEqualTo(Field.FORWARDED_BY_OPTION);
    assertThat(classify(names, "Vary")).isEqualTo(Field.FORWARDED);
    assertThat(classify(names, "Accept")).isEqualTo(Field.ACCEPT);
    assertThat(classify(names, "User-Agent")).isEqualTo(Field.FORWARDED);
    assertThat(classify(names, "X_Team")).isEqualTo(Field.OTHER);
    assertThat(classify(names, "X-Team2")).isEqualTo(Field.OTHER);
    assertThat(RULES.request(Field.FORWARDED_BY_OPTION)).isEqualTo(Action.KEEP);
    assertThat(RULES.response(Field.FORWARDED_BY_OPTION)).isEqualTo(Action.KEEP);
    assertThat(RULES.responseTrailer(Field.FORWARDED_BY_OPTION)).isTrue();
    assertThat(names.alsoForwarded()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Date, DATE",
    "Max-Forwards, MAX_FORWARDS",
    "Sec-Purpose, PURPOSE",
    "Sec-Fetch-Mode, FETCH_MODE",
    "Prefer, PREFER"
  })
  void whatTheGatewayReadsItselfIsStillReadWhenItIsForwarded(String name, Field field) {
    FieldNames names = new FieldNames("u", "g", List.of(name));

    assertThat(classify(names, name)).isEqualTo(field);
    assertThat(names.alsoForwarded()).containsExactly(field);
    assertThat(new HeaderRules(Set.of(), names.alsoForwarded()).request(field))
        .isEqualTo(Action.KEEP);
    assertThat(RULES.request(field)).isEqualTo(Action.UNLISTED);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/routing/forwarded-fields.csv", delimiter = '|')
  void theOperatorCannotUndoTheOtherRules(String names, String refusals) {
    List<String> forwarded = List.of(names.split(", ", -1));
    List<String> expected = refusals == null ? List.of() : List.of(refusals.split("; ", -1));

    assertThat(FieldNames.refusals("kubeflow-userid", "kubeflow-groups", forwarded))
        .isEqualTo(expected);
    if (!expected.isEmpty()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new FieldNames("kubeflow-userid", "kubeflow-groups", forwarded))
          .withMessage(expected.get(0));
    }
  }

  @Test
  void moreNamesThanThereIsRoomForCannotBeForwarded() {
    List<String> names = IntStream.range(0, 65).mapToObj(i -> "x-" + i).toList();

    assertThat(FieldNames.refusals("u", "", names.subList(0, 64))).isEmpty();
    assertThat(FieldNames.refusals("u", "", names))
        .containsExactly("more than 64 names cannot be forwarded");
  }

  @Test
  void aNameIsReadWithinItsBoundsOnly() {
    byte[] b = "xxcookiexx".getBytes(ISO_8859_1);
    assertThat(NAMES.classify(b, 2, 8)).isEqualTo(Field.COOKIE);
    assertThat(NAMES.classify(b, 2, 7)).isEqualTo(Field.OTHER);
    assertThat(NAMES.classify(b, 1, 8)).isEqualTo(Field.OTHER);
    assertThat(NAMES.classify(b, 3, 3)).isEqualTo(Field.OTHER);
  }

  @Test
  void theIdentityHeadersAreThoseOfTheConfiguration() {
    FieldNames names = new FieldNames("X-Auth-Request-Email", "X-Forwarded-Groups");
    assertThat(classify(names, "x-auth-request-email")).isEqualTo(Field.USER);
    assertThat(classify(names, "x-forwarded-groups")).isEqualTo(Field.GROUPS);
    assertThat(classify(names, "x_auth_request_email")).isEqualTo(Field.LOOK_ALIKE);
    assertThat(classify(names, "x-auth-request-user")).isEqualTo(Field.BETWEEN_PROXIES);
    assertThat(classify(names, "kubeflow-userid")).isEqualTo(Field.OTHER);
  }

  @Test
  void anIdentityHeaderMayEndWithAHyphen() {
    FieldNames names = new FieldNames("x-kf-", "");
    assertThat(classify(names, "X-Kf-")).isEqualTo(Field.USER);
    assertThat(classify(names, "x-kf")).isEqualTo(Field.LOOK_ALIKE);
    assertThat(classify(names, "x-kf-2")).isEqualTo(Field.OTHER);
  }

  @Test
  void aNameThatIsLongerOrShorterIsAnotherOneEvenIfItsHashIsTheSame() {
    assertThat(classify(NAMES, "hostmcfzaegy")).isEqualTo(Field.OTHER);
    assertThat(classify(new FieldNames("x-kfategamba", ""), "x-kf")).isEqualTo(Field.OTHER);
  }

  @Test
  void thereMayBeNoGroupsHeader() {
    assertThat(classify(new FieldNames("u", ""), "u")).isEqualTo(Field.USER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a_b",
        "-a",
        "Host",
        "Cookie",
        "authorization",
        "Proxy-Authorization",
        "Connection",
        "via",
        "User-Agent",
        "X-Request-Id"
      })
  void aHeaderWithAnotherMeaningCannotCarryTheUser(String header) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FieldNames(header, ""))
        .withMessageContaining("cannot be an identity header");
  }

  @Test
  void userAndGroupsCannotBeOneHeader() {
    assertThatIllegalArgumentException().isThrownBy(() -> new FieldNames("a-b", "A-B"));
    assertThatIllegalArgumentException().isThrownBy(() -> new FieldNames("a-b", "ab"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "oauth2_proxy_kubeflow=secret | ''",
        "theme=dark | theme=dark",
        "oauth2_proxy_kubeflow=secret; theme=dark; other=x | theme=dark",
        "theme=dark;lang=de;theme=light | theme=dark; lang=de; theme=light",
        "Theme=dark; theme2=x; xtheme=y; theme; =theme; theme =x | ''",
        "a=b;theme=x;c=d | theme=x",
        "theme=\"a;session=b\" | theme=\"a",
        "theme= | theme=",
        " ; ;; | ''"
      })
  void onlyAllowedCookiesReachTheHistoryServer(String sent, String received) {
    assertThat(new HeaderRules(Set.of("theme", "lang")).cookies(sent)).isEqualTo(received);
  }

  @Test
  void noCookieReachesTheHistoryServerUnlessItIsAllowed() {
    assertThat(RULES.cookies("theme=dark; lang=de")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=b | a=b; Path=/sparkhistory/ns-a/",
        "a=b; Path=/ | a=b; Path=/sparkhistory/ns-a/",
        "a=b; path=/history/ | a=b; Path=/sparkhistory/ns-a/history/",
        "a=b; Path=/sparkhistory/ns-a | a=b; Path=/sparkhistory/ns-a/",
        "a=b; Path=/sparkhistory/ns-a/x | a=b; Path=/sparkhistory/ns-a/x",
        "a=b; Path=/sparkhistory/ns-a?x | a=b; Path=/sparkhistory/ns-a/sparkhistory/ns-a?x",
        "a=b; Path=/sparkhistory | a=b; Path=/sparkhistory/ns-a/sparkhistory",
        "a=b; Path=/sparkhistory/ns-b/ | a=b; Path=/sparkhistory/ns-a/sparkhistory/ns-b/",
        "a=b; Path=/x; Path=/ | a=b; Path=/sparkhistory/ns-a/",
        "a=b; Path=\"/\" | a=b; Path=/sparkhistory/ns-a/",
        "a=b; Path | a=b; Path=/sparkhistory/ns-a/",
        "a=b; Path= | a=b; Path=/sparkhistory/ns-a/",
        "a=b; Domain=example.org | a=b; Path=/sparkhistory/ns-a/",
        "a=b;DOMAIN = .example.org;Secure;HttpOnly | a=b; Secure; HttpOnly; Path=/sparkhistory/ns-a/",
        "a=b; Domain | a=b; Path=/sparkhistory/ns-a/",
        "a=b; =x | a=b; Path=/sparkhistory/ns-a/",
        "a=b; Max-Age=5; SameSite=Lax;; | a=b; Max-Age=5; SameSite=Lax; Path=/sparkhistory/ns-a/",
        "a= | a=; Path=/sparkhistory/ns-a/",
        "=b | ''",
        "a | ''",
        "'' | ''",
        "; Path=/ | ''"
      })
  void aCookieOfAHistoryServerStaysBelowItsPrefix(String set, String passedOn) {
    String confined = RULES.setCookie(set, PREFIX);
    assertThat(confined).isEqualTo(passedOn);
    assertThat(RULES.setCookie(confined, PREFIX)).isEqualTo(confined);
  }

  @Test
  void aTabIsNoNameOfACookie() {
    assertThat(RULES.setCookie("\t=b", PREFIX)).isEmpty();
  }

  @Test
  void aCookieWithALineBreakIsDropped() {
    assertThat(RULES.setCookie("a=b\r\nX: y", PREFIX)).isEmpty();
  }

  private static Field classify(FieldNames names, String name) {
    byte[] b = name.getBytes(ISO_8859_1);
    return names.classify(b, 0, b.length);
  }
}
