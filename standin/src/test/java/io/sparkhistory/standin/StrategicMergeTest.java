package io.sparkhistory.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** The examples are patches as kubectl and Helm send them. */
class StrategicMergeTest {
  private static final String POD =
      "kind: Deployment\nspec: {containers: [{name: a, image: a:1, env: [{name: X, value: x}],"
          + " ports: [{containerPort: 80}]}, {name: b, image: b:1}]}";

  @Test
  void anElementIsMergedByItsKeyAndKeepsItsOtherFields() {
    assertThat(merged(POD, "spec: {containers: [{name: b, image: b:2}]}"))
        .isEqualTo(tree(POD.replace("b:1", "b:2")));
    assertThat(merged(POD, "spec: {containers: [{name: a, image: a:2}]}"))
        .isEqualTo(tree(POD.replace("a:1", "a:2")));
  }

  @Test
  void listsInsideOfElementsAreMergedToo() {
    assertThat(
            merged(
                POD,
                "spec: {containers: [{name: a, env: [{name: Y, value: y}],"
                    + " ports: [{containerPort: 80, name: http}]}]}"))
        .isEqualTo(
            tree(
                POD.replace("value: x}", "value: x}, {name: Y, value: y}")
                    .replace("80", "80, name: http")));
  }

  @Test
  void anElementIsDeletedByItsKey() {
    assertThat(merged(POD, "spec: {containers: [{name: b, $patch: delete}]}"))
        .isEqualTo(tree(POD.replace(", {name: b, image: b:1}", "")));
  }

  @Test
  void aListIsReplacedWhenThePatchSaysSo() {
    assertThat(merged(POD, "spec: {containers: [{$patch: replace}, {name: c, image: c:1}]}"))
        .isEqualTo(tree("{kind: Deployment, spec: {containers: [{name: c, image: c:1}]}}"));
  }

  @Test
  void elementsAreSortedAsThePatchSaysAndOthersStayInTheirPlaces() {
    String three = "spec: {volumes: [{name: a}, {name: injected}, {name: b}]}";
    String patch =
        "spec: {$setElementOrder/volumes: [{name: c}, {name: b}, {name: a}], volumes: [{name: c}]}";

    assertThat(merged(three, patch))
        .isEqualTo(tree("spec: {volumes: [{name: c}, {name: injected}, {name: b}, {name: a}]}"));
  }

  @Test
  void portsOfAServiceHaveAKeyOfTheirOwn() {
    assertThat(
            merged(
                "{kind: Service, spec: {ports: [{port: 80, name: http}, {port: 81}]}}",
                "spec: {ports: [{port: 80, targetPort: 8080}]}"))
        .isEqualTo(
            tree(
                "{kind: Service, spec: {ports: [{port: 80, name: http, targetPort: 8080},"
                    + " {port: 81}]}}"));
  }

  @Test
  void aListWithoutMergeKeyIsReplaced() {
    assertThat(merged("spec: {rules: [{verbs: [get]}], args: [a]}", "spec: {args: [b]}"))
        .isEqualTo(tree("spec: {rules: [{verbs: [get]}], args: [b]}"));
    assertThat(merged("ingress: [{ports: [{port: 1}]}]", "ingress: [{ports: [{port: 2}]}]"))
        .isEqualTo(tree("ingress: [{ports: [{port: 2}]}]"));
  }

  @Test
  void otherVolumesGiveWayToTheFieldsThatAreRetained() {
    assertThat(
            merged(
                "volumes: [{name: v, emptyDir: {}}]",
                "volumes: [{name: v, $retainKeys: [name, configMap], configMap: {name: c}}]"))
        .isEqualTo(tree("volumes: [{name: v, configMap: {name: c}}]"));
  }

  @Test
  void valuesOfAPlainListAreAddedAndRemoved() {
    assertThat(merged("metadata: {finalizers: [a]}", "metadata: {finalizers: [b, a]}"))
        .isEqualTo(tree("metadata: {finalizers: [a, b]}"));
    assertThat(
            merged(
                "metadata: {finalizers: [a, b]}",
                "metadata: {$deleteFromPrimitiveList/finalizers: [a]}"))
        .isEqualTo(tree("metadata: {finalizers: [b]}"));
  }

  @Test
  void fieldsAreMergedAndNullRemovesThem() {
    assertThat(merged("{a: {x: 1, y: 2}, b: 1}", "{a: {x: null, z: 3}, b: null}"))
        .isEqualTo(tree("a: {y: 2, z: 3}"));
    assertThat(merged("a: {x: 1, y: 2}", "a: {$patch: replace, z: 3}"))
        .isEqualTo(tree("a: {z: 3}"));
  }

  private static ObjectNode merged(String target, String patch) {
    return StrategicMerge.merge(tree(target), tree(patch));
  }

  private static ObjectNode tree(String yaml) {
    return (ObjectNode) Bodies.read(yaml);
  }
}
