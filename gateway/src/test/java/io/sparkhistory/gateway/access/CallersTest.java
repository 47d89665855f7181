package io.sparkhistory.gateway.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.routing.ByteRange;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {
  private final Callers callers = new Callers("", "");

  @Test
  void oneUserHeaderNamesTheCaller() {
    assertThat(identify("alice@example.com", "")).isEqualTo(known("alice@example.com"));
  }

  @Test
  void aServiceAccountKeepsItsColons() {
    assertThat(identify("system:serviceaccount:ns-a:default-editor", ""))
        .isEqualTo(known("system:serviceaccount:ns-a:default-editor"));
  }

  @Test
  void groupsAreSeparatedByCommas() {
    assertThat(identify("alice", "team-a, team b ,,team-a,\u00fc"))
        .isEqualTo(known("alice", "team-a", "team b", "\u00fc"));
  }

  @Test
  void groupsThatBelongToKubernetesAreLeftOut() {
    assertThat(identify("alice", "system:masters,team-a, system:authenticated"))
        .isEqualTo(known("alice", "team-a"));
  }

  @Test
  void nobodyIsMissing() {
    assertThat(callers.identify(0, range(""), 0, range(""))).isEqualTo(new Identity.Missing());
  }

  @Test
  void anEmptyUserHeaderIsMissing() {
    assertThat(identify("", "team-a")).isEqualTo(new Identity.Missing());
  }

  @Test
  void groupsAloneNameNobody() {
    assertThat(callers.identify(0, range(""), 1, range("team-a")))
        .isEqualTo(new Identity.Missing());
  }

  @Test
  void twoUserHeadersAreAmbiguousEvenIfTheySayTheSame() {
    assertThat(callers.identify(2, range("alice"), 0, range("")))
        .isInstanceOf(Identity.Ambiguous.class);
  }

  @Test
  void twoGroupsHeadersAreAmbiguous() {
    assertThat(callers.identify(1, range("alice"), 2, range("team-a")))
        .isInstanceOf(Identity.Ambiguous.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice,bob",
        "alice, bob",
        ",",
        "ali\u0000ce",
        "alice\t",
        "alice\u007f",
        "ali\u0085ce",
        "ali\u200bce",
        "\u202ealice",
        "ali\u2028ce",
        "ali\u2029ce",
        "ali\ue000ce",
        "ali\u0378ce",
        "system:admin",
        "system:masters",
        "system:anonymous",
        "system:serviceaccount",
        " "
      })
  void whatCannotBeAUserIsAmbiguous(String user) {
    assertThat(identify(user, "")).isInstanceOf(Identity.Ambiguous.class);
  }

  @Test
  void bytesThatAreNotUtf8CannotBeAUser() {
    byte[] b = "ali\u00fcce".getBytes(ISO_8859_1);
    assertThat(callers.identify(1, new ByteRange().set(b, 0, b.length), 0, range("")))
        .isInstanceOf(Identity.Ambiguous.class);
  }

  @Test
  void aUserInUtf8IsReadAsSuch() {
    assertThat(identify("j\u00fcrgen@example.com", "")).isEqualTo(known("j\u00fcrgen@example.com"));
  }

  @Test
  void aUserHasALongestLength() {
    assertThat(identify("a".repeat(512), "")).isEqualTo(known("a".repeat(512)));
    assertThat(identify("a".repeat(513), "")).isInstanceOf(Identity.Ambiguous.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"team\u0000", "a,te\u200bam,b"})
  void whatCannotBeAGroupIsAmbiguous(String groups) {
    assertThat(identify("alice", groups)).isInstanceOf(Identity.Ambiguous.class);
  }

  @Test
  void aGroupHasALongestLength() {
    assertThat(identify("alice", "a," + "g".repeat(512)))
        .isEqualTo(known("alice", "a", "g".repeat(512)));
    assertThat(identify("alice", "a," + "g".repeat(513))).isInstanceOf(Identity.Ambiguous.class);
  }

  @Test
  void bytesThatAreNotUtf8CannotBeAGroup() {
    byte[] b = "a,te\u00fcam".getBytes(ISO_8859_1);
    assertThat(callers.identify(1, range("alice"), 1, new ByteRange().set(b, 0, b.length)))
        .isInstanceOf(Identity.Ambiguous.class);
  }

  @Test
  void headersOfMoreThanFourKibibytesAreNotRemembered() {
    String groups = ("g".repeat(511) + ",").repeat(7) + "g".repeat(507);
    Identity longest = identify("alice", groups);
    assertThat(identify("alice", groups)).isSameAs(longest);
    Identity longer = identify("alice", groups + "g");
    assertThat(identify("alice", groups + "g")).isEqualTo(longer).isNotSameAs(longer);
  }

  @Test
  void thereIsALargestNumberOfGroups() {
    assertThat(identify("alice", groups(1000))).isInstanceOf(Identity.Known.class);
    assertThat(identify("alice", groups(1001))).isInstanceOf(Identity.Ambiguous.class);
  }

  @Test
  void thePrefixIsTakenOffOnceAndOnlyAtTheStart() {
    Callers prefixed = new Callers("idp:", "");
    assertThat(prefixed.identify(1, range("idp:alice"), 0, range(""))).isEqualTo(known("alice"));
    assertThat(prefixed.identify(1, range("idp:idp:a"), 0, range(""))).isEqualTo(known("idp:a"));
    assertThat(prefixed.identify(1, range("a:idp:b"), 0, range(""))).isEqualTo(known("a:idp:b"));
    assertThat(prefixed.identify(1, range("idp:"), 0, range("")))
        .isInstanceOf(Identity.Ambiguous.class);
    assertThat(prefixed.identify(1, range("idp:system:admin"), 0, range("")))
        .isInstanceOf(Identity.Ambiguous.class);
  }

  @Test
  void theDefaultUserIsWhoeverNamesNobody() {
    Callers local = new Callers("", "you@example.com");
    assertThat(local.identify(0, range(""), 1, range("team-a")))
        .isEqualTo(known("you@example.com"));
    assertThat(local.identify(1, range("alice"), 0, range(""))).isEqualTo(known("alice"));
    assertThat(local.identify(2, range("alice"), 0, range("")))
        .isInstanceOf(Identity.Ambiguous.class);
  }

  @Test
  void theSameHeadersGiveTheSameCallerSoThatNothingIsMadeAnew() {
    Identity first = identify("alice", "team-a,team-b");
    assertThat(identify("alice", "team-a,team-b")).isSameAs(first);
  }

  @Test
  void manyCallersAreNeverTakenForEachOther() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 10_000; i++) {
        assertThat(identify("user-" + i, "team-" + i % 3))
            .isEqualTo(known("user-" + i, "team-" + i % 3));
      }
    }
  }

  @Test
  void whereUserEndsAndGroupsBeginMatters() {
    assertThat(identify("ab", "c")).isEqualTo(known("ab", "c"));
    assertThat(identify("a", "bc")).isEqualTo(known("a", "bc"));
  }

  private Identity identify(String user, String groups) {
    return callers.identify(1, range(user), groups.isEmpty() ? 0 : 1, range(groups));
  }

  private static Identity known(String user, String... groups) {
    return new Identity.Known(new Caller(user, List.of(groups)));
  }

  private static String groups(int n) {
    return IntStream.range(0, n).mapToObj(i -> "g" + i).collect(Collectors.joining(","));
  }

  /** In the middle of an array, as in a head. */
  private static ByteRange range(String text) {
    byte[] b = ("x" + text + "x").getBytes(UTF_8);
    return new ByteRange().set(b, 1, b.length - 1);
  }
}
