package io.sparkhistory.gateway.fixed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.backend.Endpoint;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantsParserTest {

  @Test
  void aTenantHasAnAddressUsersAndGroups() {
    var parsed =
        parse(
            """
            tenants:
              ns-a: {address: "127.0.0.1:18080", users: [alice@example.com], groups: [team-a]}
            """);

    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.warnings()).isEmpty();
    FixedTenant tenant = only(parsed);
    assertThat(tenant.people().users()).containsExactly("alice@example.com");
    assertThat(tenant.people().groups()).containsExactly("team-a");
    assertThat(tenant.backend().endpoint())
        .isEqualTo(new Endpoint("127.0.0.1", 18080, "127.0.0.1:18080", Set.of("127.0.0.1:18080")));
  }

  @Test
  void aHostOfItsOwnIsAlsoAnAuthority() {
    var parsed =
        parse("tenants: {a: {address: 'Srv:18080', host: History.Example.com, users: [u]}}");

    assertThat(only(parsed).backend().endpoint())
        .isEqualTo(
            new Endpoint(
                "Srv",
                18080,
                "History.Example.com",
                Set.of("srv:18080", "history.example.com:80")));
  }

  @Test
  void anApplicationHasAnAddressAndMayHaveAName() {
    var parsed =
        parse(
            """
            tenants:
              a:
                address: "h:1"
                users: [u]
                applications:
                  spark-1: {address: "10.1.2.3:4040", name: daily revenue}
                  local-2: {address: "[::1]:4041"}
            """);

    assertThat(parsed.problems()).isEmpty();
    var applications = only(parsed).applications();
    assertThat(applications.keySet()).containsExactly("local-2", "spark-1");
    assertThat(applications.values())
        .extracting(FixedTenant.FixedApplication::name)
        .containsExactly("", "daily revenue");
    assertThat(applications.values().iterator().next().driver().endpoint())
        .isEqualTo(new Endpoint("::1", 4041, "[::1]:4041", Set.of("[::1]:4041")));
  }

  @Test
  void aMistakeInAnApplicationIsToldWithItsLine() {
    var parsed =
        parse(
            """
            tenants:
              a:
                address: "h:1"
                users: [u]
                applications:
                  ../x: {address: "h:1"}
                  b: {}
                  c: {address: "h:0", nam: d}
                  d: 5
              b: {address: "h:1", users: [u], applications: [x]}
            """);

    assertThat(parsed.problems())
        .containsExactlyInAnyOrder(
            "t.yaml:6: tenants.a.applications.../x: not the id of an application: expected 1 to 253"
                + " of A-Z, a-z, 0-9, '.', '_' and '-'",
            "t.yaml:7: tenants.a.applications.b: expected the key 'address' with host:port",
            "t.yaml:8: tenants.a.applications.c.address: expected a port from 1 to 65535",
            "t.yaml:8: tenants.a.applications.c.nam: unknown key: expected address, name",
            "t.yaml:9: tenants.a.applications.d: expected a mapping of keys to values",
            "t.yaml:10: tenants.b.applications: expected a mapping of keys to values");
  }

  @Test
  void everyMistakeIsToldWithItsLine() {
    var parsed =
        parse(
            """
            tenants:
              Team_A: {address: "h:1", users: [u]}
              api: {address: "h:1", users: [u]}
              b:
                adress: "h:1"
                users: u
              c: {address: "h", groups: [g, g, 1, " x"], host: "a b"}
              c: {address: "h:1"}
              d: 5
              e: {address: "h:0", users: [u]}
            other: 1
            """);

    assertThat(parsed.problems())
        .containsExactlyInAnyOrder(
            "t.yaml:11: other: unknown key: expected tenants",
            "t.yaml:8: tenants.c: is there twice",
            "t.yaml:2: tenants.Team_A: not a namespace: expected 1 to 63 of a-z, 0-9 and '-'",
            "t.yaml:3: tenants.api: reserved, because it collides with the history server's paths",
            "t.yaml:5: tenants.b.adress: unknown key: expected address, applications, groups, host,"
                + " users, viewers",
            "t.yaml:4: tenants.b: expected the key 'address' with host:port",
            "t.yaml:6: tenants.b.users: expected a list of names",
            "t.yaml:7: tenants.c.address: expected host:port such as 127.0.0.1:18080, an IPv6"
                + " address in brackets",
            "t.yaml:7: tenants.c.groups: 'g' is there twice",
            "t.yaml:7: tenants.c.groups: expected a text; put it in quotes if it is one",
            "t.yaml:7: tenants.c.groups: expected 1 to 1024 characters without blanks around",
            "t.yaml:7: tenants.c.host: expected a host, with or without a port",
            "t.yaml:9: tenants.d: expected a mapping of keys to values",
            "t.yaml:10: tenants.e.address: expected a port from 1 to 65535");
  }

  @Test
  void aTenantThatNobodyCanSeeIsAWarning() {
    var parsed = parse("tenants:\n  a: {address: 'h:1'}");

    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.warnings())
        .containsExactly("t.yaml:2: tenants.a: nobody can see it, it has no users and no groups");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 't.yaml: is empty: expected the key ''tenants'''",
    "'{}', 't.yaml:1: expected the key ''tenants'''",
    "'[]', 't.yaml:1: expected a mapping of keys to values'",
    "'tenants:', 't.yaml:1: tenants: expected a mapping of keys to values'",
    "'{? [a] : b, tenants: {}}', 't.yaml:1: expected a name as key'",
  })
  void aFileOfAnotherShapeIsRefused(String text, String problem) {
    assertThat(parse(text).problems()).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource({"'tenants: [', 1", "'tenants: {}\n--- \nx: 1', 2", "'a: b: c', 1", "'@', 1"})
  void whatIsNotYamlIsRefusedWithItsLine(String text, int line) {
    assertThat(parse(text).problems())
        .singleElement()
        .asString()
        .startsWith("t.yaml:" + line + ": is not YAML: ");
  }

  @Test
  void nestingWithoutEndIsRefusedAndNotACrash() {
    assertThat(parse("[".repeat(1_000_000)).problems()).hasSize(1);
  }

  @Test
  void noTenantAtAllIsAWarning() {
    assertThat(parse("tenants: {}").warnings()).containsExactly("t.yaml:1: tenants: there is none");
  }

  private static FixedTenant only(TenantsParser.Parsed parsed) {
    assertThat(parsed.tenants()).hasSize(1);
    return parsed.tenants().values().iterator().next();
  }

  private static TenantsParser.Parsed parse(String text) {
    return TenantsParser.parse("t.yaml", text);
  }
}
