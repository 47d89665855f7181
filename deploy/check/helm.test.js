// The chart and the kustomizations say the same: for each combination that kustomize has, Helm's own engine renders the chart, and
// the objects are compared one by one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { COMBINATIONS, combined, defaultsOf } from "./combinations.js";
import { compare } from "./compared.js";
import { folderOf } from "./documented.js";
import { renderedByHelm } from "./helm.js";
import { COMBINED, OVERLAYS, ofKind, render, rendered } from "./rendered.js";
import { problems } from "./typed.js";

/** Which parts of the chart are no part of an overlay. */
const APART = ["CustomResourceDefinition", "ServiceMonitor", "PrometheusRule"];
const isApart = (object) => APART.includes(object.kind) || object.metadata.name === "spark-history-dashboard";

const NAMES = Object.keys(COMBINATIONS);
const ISTIO = { mesh: "istio" };
const MONITORED = { monitoring: { enabled: true } };
/** What docs/install.md has a reader write for kustomize, and for Helm. */
const READERS = [
  ["kustomize", "kubeflow"],
  ["plain", "plain-helm"],
];
const written = (way) => parse(readFileSync(join(folderOf(way), "values.yaml"), "utf8"));
const MADE = renderedByHelm([...Object.values(COMBINATIONS), ISTIO, MONITORED, ...READERS.map(([, way]) => written(way))]);
MADE.filter((each) => each instanceof Error).forEach((each) => {
  throw each;
});

test("every overlay, and every component with it, is compared", () => {
  const all = [...OVERLAYS, ...COMBINED.map(([component, overlay]) => `${overlay} ${component}`)];
  assert.deepEqual(all.sort(), [...NAMES].sort());
});

NAMES.forEach((name, i) => {
  test(`${name}: the chart makes the same objects`, () => {
    const objects = rendered(combined(name));
    compare(MADE[i].filter((each) => !isApart(each)), objects);
    const [{ metadata }] = ofKind(objects, "Namespace");
    const pods = ofKind(MADE[i], "Deployment").map((each) => each.spec.template.metadata.labels);
    const injected = metadata.labels?.["istio-injection"] === "enabled";
    assert.ok(pods.every((labels) => (labels["sidecar.istio.io/inject"] === "true") === injected));
    assert.ok(pods.every((labels) => labels["istio.io/dataplane-mode"] === metadata.labels?.["istio.io/dataplane-mode"]));
  });

  test(`${name}: what the chart makes fits the schemas`, async () => {
    assert.deepEqual(await problems(MADE[i]), []);
  });
});

test("mesh: istio is as kubeflow, with Kubernetes' own roles", async () => {
  const made = MADE[NAMES.length];
  const objects = [...render("overlays/kubeflow").filter((each) => !/^kubeflow-/.test(each.metadata.name)), ...render("roles")];
  const expected = objects.map((each) => (each.metadata.name === "spark-history-defaults" ? defaultsOf("overlays/plain") : each));
  compare(made.filter((each) => !isApart(each)), expected);
  assert.deepEqual(await problems(made), []);
});

test("the resource definition and monitoring are the same", async () => {
  const made = MADE[NAMES.length + 1];
  const [definition] = ofKind(made, "CustomResourceDefinition");
  assert.equal(definition.metadata.annotations["helm.sh/resource-policy"], "keep");
  delete definition.metadata.annotations["helm.sh/resource-policy"];
  if (Object.keys(definition.metadata.annotations).length === 0) {
    delete definition.metadata.annotations;
  }
  const expected = [...render("crd"), ...render("monitoring")];
  // which kustomize needs to put the address into the alerts
  compare(made.filter(isApart), expected.filter((each) => each.metadata.name !== "spark-history-runbook"));
  assert.deepEqual(await problems(made), []);
});

READERS.forEach(([byKustomize, byHelm], i) => {
  test(`docs/install.md: the values (${byHelm}) make what the folder (${byKustomize}) makes`, () => {
    const folder = folderOf(byKustomize);
    // the secrets of an installation are not in its values
    const expected = rendered(folder).filter((each) => each.kind !== "Secret");
    compare(MADE[NAMES.length + 2 + i].filter((each) => !isApart(each)), expected);
  });
});
