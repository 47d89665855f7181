package io.sparkhistory.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final Kind PODS = Kind.namespaced("v1", "pods", "Pod");
  private static final Address ALL = new Address(PODS, "", "", "");

  private final Store store = new Store();

  @BeforeEach
  void fill() {
    List.of("b", "c", "a").forEach(this::create);
  }

  @Test
  void withoutALimitThePageIsTheWholeList() {
    ObjectNode list = page(Map.of());

    assertThat(names(list)).containsExactly("a", "b", "c");
    assertThat(list.at("/metadata").has("continue")).isFalse();
  }

  @Test
  void aPageTellsWhereTheNextBeginsAndTheLastTellsNothing() {
    ObjectNode first = page(Map.of("limit", "2"));
    ObjectNode last = page(Map.of("limit", "2", "continue", token(first)));

    assertThat(names(first)).containsExactly("a", "b");
    assertThat(names(last)).containsExactly("c");
    assertThat(last.at("/metadata").has("continue")).isFalse();
  }

  @Test
  void aLaterPageBearsTheVersionOfTheFirst() {
    ObjectNode first = page(Map.of("limit", "2"));
    create("d");
    ObjectNode last = page(Map.of("limit", "2", "continue", token(first)));

    assertThat(last.at("/metadata/resourceVersion"))
        .isEqualTo(first.at("/metadata/resourceVersion"));
  }

  @Test
  void aListThatBeganTooLongAgoCannotBeGoneOnWith() {
    String token = token(page(Map.of("limit", "2")));
    store.history().forget();

    assertThatThrownBy(() -> page(Map.of("continue", token)))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.code()).isEqualTo(410));
  }

  private void create(String name) {
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.putObject("metadata").put("name", name);
    store.create(new Address(PODS, "team-a", "", ""), pod, "test");
  }

  private ObjectNode page(Map<String, String> query) {
    return new Page(query).of(store, ALL, any -> true);
  }

  private static String token(ObjectNode list) {
    return list.at("/metadata/continue").asText();
  }

  private static List<String> names(ObjectNode list) {
    return list.get("items").findValues("name").stream().map(JsonNode::asText).toList();
  }
}
