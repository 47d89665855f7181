package io.sparkhistory.gateway.page;

import static io.sparkhistory.gateway.page.PageSamples.NOW;
import static io.sparkhistory.gateway.page.PageSamples.several;
import static io.sparkhistory.gateway.page.PageSamples.start;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.search.Row;
import io.sparkhistory.gateway.search.StartQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * {@code docs/openapi.yaml} describes what the start page and the address of an application answer
 * to programs, and nothing else.
 */
class OpenApiTest {
  /** The application that {@link PageSamples#twice} has twice and {@code several} once. */
  private static final String ID = "application_1767225600000_0001";

  private static final Path FILE = Path.of("..", "docs", "openapi.yaml");

  private Map<?, ?> api = Map.of();

  /** Members that some answer had, as {@code Schema.member}. */
  private final Set<String> seen = new TreeSet<>();

  @BeforeEach
  void read() throws IOException {
    api =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FILE, UTF_8));
  }

  @Test
  void everyMemberOfEveryResponseIsDescribedAndEveryDescribedOneIsThere() {
    for (Map<?, ?> response :
        List.of(
            start(several(), "").json(),
            start(several(), "").asking(query("?limit=1")).json(),
            start(List.of(), "").checking().json())) {
      check("Found", schema("Found"), response);
    }
    check("Found", schema("Found"), start(several(), PageSamples.UNKNOWN).json());
    check("Places", schema("Places"), located(PageSamples.twice(), ID, 200));
    check("Nowhere", schema("Nowhere"), located(several(), PageSamples.UNKNOWN, 404));

    Set<String> described = new TreeSet<>();
    for (Object name : ((Map<?, ?>) at(api, "components", "schemas")).keySet()) {
      ((Map<?, ?>) at(schema(name.toString()), "properties"))
          .keySet()
          .forEach(m -> described.add(name + "." + m));
    }
    assertThat(seen).isEqualTo(described);
  }

  @Test
  void everyStatusOfTheAddressOfAnApplicationIsDescribed() {
    Map<?, ?> responses = (Map<?, ?>) at(api, "paths", "/-/app/{application}", "get", "responses");
    for (Page page :
        List.of(
            PageSamples.found(PageSamples.twice(), ID, "", false),
            PageSamples.found(several(), ID, "", false),
            PageSamples.found(several(), PageSamples.UNKNOWN, "", false))) {
      Object response = at(responses, String.valueOf(page.status()));
      if (!page.contentType().isEmpty()) {
        assertThat(at((Map<?, ?>) response, "content", page.contentType(), "schema")).isNotNull();
      }
    }
  }

  private static Map<?, ?> located(List<Backends.Entry> entries, String id, int status) {
    Page page = PageSamples.found(entries, id, "", false);
    assertThat(page.status()).isEqualTo(status);
    return RefusalsTest.json(page);
  }

  @Test
  void statesAndParametersAreThoseOfTheCode() {
    assertThat(at(schema("Application"), "properties", "state", "enum"))
        .isEqualTo(
            Arrays.stream(Row.State.values()).map(s -> s.name().toLowerCase(Locale.ROOT)).toList());
    for (String schema : List.of("Namespace", "Place")) {
      assertThat(at(schema(schema), "properties", "state", "enum"))
          .isEqualTo(Arrays.stream(State.values()).map(State::code).toList());
    }
    List<?> parameters = (List<?>) at(api, "paths", "/", "get", "parameters");
    assertThat(parameters.stream().map(each -> at((Map<?, ?>) each, "name")).toList())
        .isEqualTo(List.of("q", "namespace", "limit", "after"));
    assertThat(at((Map<?, ?>) parameters.get(0), "schema", "maxLength"))
        .isEqualTo(StartQuery.LONGEST_TEXT);
    assertThat(at((Map<?, ?>) parameters.get(2), "schema"))
        .isEqualTo(
            Map.of(
                "type",
                "integer",
                "minimum",
                1,
                "maximum",
                StartQuery.MOST,
                "default",
                StartQuery.USUAL_LIMIT));
  }

  /** Checks a response by a schema: types, enumerations, times, and the members of objects. */
  private void check(String name, Map<?, ?> schema, Object value) {
    Object reference = schema.get("$ref");
    if (reference != null) {
      String target = reference.toString().replaceAll(".*/", "");
      check(target, schema(target), value);
      return;
    }
    String type = String.valueOf(schema.get("type"));
    switch (type) {
      case "object" -> members(name, schema, (Map<?, ?>) value);
      case "array" ->
          ((List<?>) value).forEach(each -> check(name, (Map<?, ?>) at(schema, "items"), each));
      case "integer" -> assertThat(value).as(name).isInstanceOf(Integer.class);
      case "boolean" -> assertThat(value).as(name).isInstanceOf(Boolean.class);
      default -> text(name, schema, value);
    }
  }

  private void members(String name, Map<?, ?> schema, Map<?, ?> object) {
    Map<?, ?> properties = (Map<?, ?>) at(schema, "properties");
    List<?> required = (List<?>) at(schema, "required");
    assertThat(required.stream().allMatch(object::containsKey)).as(name + " " + object).isTrue();
    object.forEach(
        (member, value) -> {
          assertThat(properties.containsKey(member)).as(name + "." + member).isTrue();
          seen.add(name + "." + member);
          check(name + "." + member, (Map<?, ?>) at(properties, member.toString()), value);
        });
  }

  private static void text(String name, Map<?, ?> schema, Object value) {
    assertThat(value).as(name).isInstanceOf(String.class);
    if (schema.get("enum") instanceof List<?> allowed) {
      assertThat(allowed.stream().anyMatch(value::equals)).as(name + " " + value).isTrue();
    }
    if ("date-time".equals(schema.get("format"))) {
      assertThat(Instant.parse(value.toString())).as(name).isBeforeOrEqualTo(NOW);
    }
  }

  private Map<?, ?> schema(String name) {
    return (Map<?, ?>) at(api, "components", "schemas", name);
  }

  private static Object at(Map<?, ?> object, String... names) {
    Object value = object;
    for (String name : names) {
      value = requireNonNull(((Map<?, ?>) value).get(name), String.join(".", names));
    }
    return value;
  }

  private static StartQuery query(String query) {
    return ((StartQuery.Reading.Good) StartQuery.read("/sparkhistory/" + query)).query();
  }
}
