package io.sparkhistory.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * The custom resource: a private Spark History Server for the namespace that it is in. There is at
 * most one, because the path under which it is reached depends on the namespace alone.
 */
@Group(Names.GROUP)
@Version(Names.VERSION)
@Kind(Names.KIND)
@Plural(Names.PLURAL)
@ShortNames(Names.SHORT_NAME)
@ValidationRule(
    value = "self.metadata.name == '" + Names.RESOURCE_NAME + "'",
    message = "a namespace has one history server: the name must be '" + Names.RESOURCE_NAME + "'",
    // without it the API server says "<nil>: Invalid value" first
    fieldPath = ".metadata.name",
    reason = "FieldValueForbidden")
@AdditionalPrinterColumn(
    name = "Phase",
    jsonPath = ".status.phase",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "URL",
    jsonPath = ".status.url",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Last activity",
    jsonPath = ".status.lastActivityTime",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Applications",
    jsonPath = ".status.applicationCount",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Newest application",
    jsonPath = ".status.applications[0].name",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
public class SparkHistoryServer
    extends CustomResource<SparkHistoryServerSpec, SparkHistoryServerStatus> implements Namespaced {

  /** Never null, so that a resource without a spec is one with an empty spec. */
  @Override
  protected SparkHistoryServerSpec initSpec() {
    return SparkHistoryServerSpec.EMPTY;
  }

  @Override
  protected SparkHistoryServerStatus initStatus() {
    return SparkHistoryServerStatus.EMPTY;
  }
}
