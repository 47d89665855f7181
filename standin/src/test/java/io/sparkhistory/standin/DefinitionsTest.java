package io.sparkhistory.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
  private static final Kind KIND =
      Kind.namespaced("sparkhistory.io/v1beta1", "sparkhistoryservers", "SparkHistoryServer");
  private static final Address DEFINITION =
      new Address(
          Kind.clusterWide(
              "apiextensions.k8s.io/v1", "customresourcedefinitions", "CustomResourceDefinition"),
          "",
          "sparkhistoryservers.sparkhistory.io",
          "");

  private final Store store = new Store();
  private final Definitions definitions = new Definitions(store);

  @BeforeEach
  void putAnObjectThere() {
    store.create(
        new Address(KIND, "a", "x", ""),
        JsonNodeFactory.instance.objectNode().set("metadata", name("x")),
        "test");
  }

  @Test
  void aDefinitionThatIsDeletedTakesItsKindAndItsObjectsAlongUntilItIsMadeAgain() {
    definitions.deleted(DEFINITION);

    assertThat(definitions.has(KIND)).isFalse();
    assertThat(store.list(KIND, "", any -> true)).isEmpty();
    assertThat(Address.parse("/apis/sparkhistory.io/v1beta1/sparkhistoryservers", kinds()))
        .isEmpty();

    definitions.written(
        DEFINITION, JsonNodeFactory.instance.objectNode().set("metadata", name(DEFINITION.name())));

    assertThat(definitions.has(KIND)).isTrue();
  }

  @Test
  void aDefinitionOnItsWayOutKeepsItsObjectsAndLetsNoneBeMade() {
    definitions.terminate(KIND);

    assertThat(store.list(KIND, "", any -> true)).hasSize(1);
    assertThatThrownBy(() -> definitions.checkCreation(KIND))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.code()).isEqualTo(405));
    Optional<JsonNode> resources =
        new Discovery(definitions, any -> Optional.of(""))
            .respond("GET", "/apis/sparkhistory.io/v1beta1", JsonNodeFactory.instance.objectNode());
    assertThat(resources.orElseThrow().at("/resources/0/verbs").toString())
        .contains("delete")
        .doesNotContain("create");
  }

  private List<Kind> kinds() {
    return definitions.kinds();
  }

  private static JsonNode name(String name) {
    return JsonNodeFactory.instance.objectNode().put("name", name);
  }
}
