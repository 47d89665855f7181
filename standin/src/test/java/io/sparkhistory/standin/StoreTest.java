package io.sparkhistory.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class StoreTest {
  private static final Kind NAMESPACE = Kind.clusterWide("v1", "namespaces", "Namespace");
  private static final Kind CONFIG_MAP = Kind.namespaced("v1", "configmaps", "ConfigMap");

  private final Store store = new Store();

  @Test
  void aNamespaceTakesWhatIsInItAlong() {
    create(NAMESPACE, "", "a", "{}");
    create(CONFIG_MAP, "a", "x", "{}");
    create(CONFIG_MAP, "b", "x", "{}");

    store.delete(new Address(NAMESPACE, "", "a", ""));

    assertThat(store.list(CONFIG_MAP, "", object -> true)).hasSize(1);
    assertThat(store.get(CONFIG_MAP, "b", "x")).isPresent();
  }

  @Test
  void aDeploymentKeepsItsSelector() {
    Kind kind = Kind.namespaced("apps/v1", "deployments", "Deployment");
    create(kind, "a", "x", "spec: {replicas: 0, selector: {matchLabels: {a: b}}}");
    Address at = new Address(kind, "a", "x", "");

    assertThatThrownBy(
            () ->
                store.change(
                    at,
                    false,
                    (actual, ownership) -> {
                      actual.withObject("/spec/selector/matchLabels").put("a", "c");
                      return actual;
                    }))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.code()).isEqualTo(422))
        .hasMessageContaining("spec.selector")
        .hasMessageEndingWith("field is immutable");
    store.change(
        at,
        false,
        (actual, ownership) -> {
          actual.withObject("/spec").put("replicas", 1);
          return actual;
        });
    assertThat(store.get(kind, "a", "x"))
        .hasValueSatisfying(it -> assertThat(it.at("/spec/replicas").asInt()).isEqualTo(1));
  }

  @Test
  void nothingIsPutIntoANamespaceThatTerminatesAndWhatIsThereCanBeChanged() {
    create(NAMESPACE, "", "a", "{}");
    create(CONFIG_MAP, "a", "x", "{}");
    store.change(
        new Address(NAMESPACE, "", "a", ""),
        false,
        (actual, ownership) -> {
          actual.withObject("/metadata").put("deletionTimestamp", "2026-03-02T09:00:00Z");
          return actual;
        });

    assertThatThrownBy(() -> create(CONFIG_MAP, "a", "y", "{}"))
        .isInstanceOfSatisfying(
            ApiError.class,
            e ->
                assertThat(e.status().at("/details/causes/0/reason").asText())
                    .isEqualTo("NamespaceTerminating"))
        .hasMessageEndingWith("because it is being terminated");
    store.change(new Address(CONFIG_MAP, "a", "x", ""), false, (actual, ownership) -> actual);
  }

  @Test
  void nothingIsPutIntoANamespaceThatIsGoneUntilItIsMadeAgain() {
    create(NAMESPACE, "", "a", "{}");
    store.delete(new Address(NAMESPACE, "", "a", ""));

    assertThatThrownBy(() -> create(CONFIG_MAP, "a", "x", "{}"))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.code()).isEqualTo(404));

    create(NAMESPACE, "", "a", "{}");
    create(CONFIG_MAP, "a", "x", "{}");
    assertThat(store.get(CONFIG_MAP, "a", "x")).isPresent();
  }

  @Test
  void anOwnerTakesWhatBelongsToItAlongAndWhatBelongsToThatToo() {
    String owner = create(CONFIG_MAP, "a", "owner", "{}").at("/metadata/uid").asText();
    String owned = create(CONFIG_MAP, "a", "owned", ownedBy(owner)).at("/metadata/uid").asText();
    create(CONFIG_MAP, "a", "theirs", ownedBy(owned));
    create(CONFIG_MAP, "a", "other", "{}");

    store.delete(new Address(CONFIG_MAP, "a", "owner", ""));

    assertThat(store.list(CONFIG_MAP, "a", object -> true))
        .extracting(object -> object.at("/metadata/name").asText())
        .containsExactly("other");
  }

  @Test
  void whatIsMadeAfterItsOwnerWentIsTakenAwayAndSomebodyWhoWatchesSeesBoth() throws Exception {
    String owner = create(CONFIG_MAP, "a", "owner", "{}").at("/metadata/uid").asText();
    store.delete(new Address(CONFIG_MAP, "a", "owner", ""));
    long before = store.history().version();

    create(CONFIG_MAP, "a", "late", ownedBy(owner));

    assertThat(store.get(CONFIG_MAP, "a", "late")).isEmpty();
    assertThat(store.history().after(before, 0))
        .extracting(History.Change::type)
        .containsExactly("ADDED", "DELETED");
  }

  private static String ownedBy(String uid) {
    return "metadata: {ownerReferences: [{uid: " + uid + "}]}";
  }

  private ObjectNode create(Kind kind, String namespace, String name, String yaml) {
    ObjectNode object = (ObjectNode) Bodies.read(yaml);
    object.withObject("/metadata").put("name", name);
    return store.create(new Address(kind, namespace, name, ""), object, "somebody");
  }
}
