package io.sparkhistory.api;

import static java.util.Objects.requireNonNull;

import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What the generator does not do: columns in the order in which people read them, each rule once (a
 * record's annotation counts for its field and its accessor), a pattern for quantities, conditions
 * as a list that is merged by type, and the name, so that a rule may say that it is about the name.
 */
final class SchemaFinish implements CRDPostProcessor {
  /** As in k8s.io/apimachinery, pkg/api/resource/quantity.go. */
  private static final String QUANTITY =
      "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]"
          + "|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";

  private static final List<String> COLUMNS =
      List.of(
          "Phase", "URL", "Reason", "Last activity", "Age", "Applications", "Newest application");

  @Override
  public HasMetadata process(HasMetadata generated, String crdSpecVersion) {
    CustomResourceDefinition definition = (CustomResourceDefinition) generated;
    for (CustomResourceDefinitionVersion version : definition.getSpec().getVersions()) {
      version.getAdditionalPrinterColumns().sort(Comparator.comparing(SchemaFinish::place));
      JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
      finish(root);
      root.getProperties().put("metadata", metadata());
      JSONSchemaProps conditions = property(property(root, "status"), "conditions");
      conditions.setXKubernetesListType("map");
      conditions.setXKubernetesListMapKeys(List.of("type"));
      conditions.getItems().getSchema().setRequired(List.of("status", "type"));
    }
    return definition;
  }

  /** Only its name may be described (Kubernetes, structural schemas). */
  private static JSONSchemaProps metadata() {
    JSONSchemaProps name = new JSONSchemaProps();
    name.setType("string");
    JSONSchemaProps metadata = new JSONSchemaProps();
    metadata.setType("object");
    metadata.setProperties(Map.of("name", name));
    return metadata;
  }

  private static JSONSchemaProps property(JSONSchemaProps parent, String name) {
    return requireNonNull(parent.getProperties().get(name), name);
  }

  private static int place(CustomResourceColumnDefinition column) {
    return COLUMNS.indexOf(column.getName());
  }

  private static void finish(JSONSchemaProps schema) {
    if (schema.getXKubernetesValidations() != null) {
      schema.setXKubernetesValidations(
          schema.getXKubernetesValidations().stream().distinct().toList());
    }
    if (schema.getProperties() != null) {
      schema.getProperties().forEach(SchemaFinish::finishProperty);
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      finish(schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null
        && schema.getAdditionalProperties().getSchema() != null) {
      finish(schema.getAdditionalProperties().getSchema());
    }
  }

  private static void finishProperty(String name, JSONSchemaProps schema) {
    boolean quantities = name.equals("limits") || name.equals("requests");
    if (quantities && schema.getAdditionalProperties() != null) {
      schema.getAdditionalProperties().getSchema().setPattern(QUANTITY);
    }
    finish(schema);
  }
}
