package io.sparkhistory.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class OwnershipTest {
  private final Ownership ownership = new Ownership();
  private ObjectNode object = tree("{}");

  @Test
  void applyingSetsWhatIsGiven() {
    apply("a", "spec: {x: 1, containers: [{name: c, image: i}]}");

    assertThat(object).isEqualTo(tree("spec: {x: 1, containers: [{name: c, image: i}]}"));
  }

  @Test
  void whatIsNoLongerGivenGoes() {
    apply("a", "spec: {x: 1, y: 2}");
    apply("a", "spec: {x: 1}");

    assertThat(object).isEqualTo(tree("spec: {x: 1}"));
  }

  @Test
  void whatAnotherOwnsTooStays() {
    apply("a", "spec: {x: 1, y: 2}");
    apply("b", "spec: {y: 2}");
    apply("a", "spec: {x: 1}");

    assertThat(object).isEqualTo(tree("spec: {x: 1, y: 2}"));
  }

  @Test
  void listsWithKeysAreMerged() {
    apply("a", "spec: {containers: [{name: c, image: i}]}");
    apply("b", "spec: {containers: [{name: sidecar, image: s}]}");

    assertThat(object)
        .isEqualTo(tree("spec: {containers: [{name: c, image: i}, {name: sidecar, image: s}]}"));
  }

  @Test
  void anothersValueIsRefusedUnlessForced() {
    apply("a", "spec: {x: 1}");

    assertThatThrownBy(() -> ownership.apply(object, tree("spec: {x: 2}"), "b", false))
        .isInstanceOf(ApiError.class)
        .hasMessageContaining(".spec.x");
    assertThat(ownership.apply(object, tree("spec: {x: 2}"), "b", true))
        .isEqualTo(tree("spec: {x: 2}"));
  }

  private void apply(String manager, String yaml) {
    object = ownership.apply(object, tree(yaml), manager, true);
  }

  private static ObjectNode tree(String yaml) {
    return (ObjectNode) Bodies.read(yaml);
  }
}
