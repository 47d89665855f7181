// The chart and the kustomizations say the same: for each combination that kustomize has, Helm's own engine renders the chart, and
// the objects are compared one by one.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { folderOf } from "./documented.js";
import { newFolder } from "./folders.js";
import { renderedByHelm } from "./helm.js";
import { COMBINED, DEPLOY, OVERLAYS, ofKind, render, rendered, title } from "./rendered.js";
import { problems } from "./typed.js";

const KUBEFLOW = "https://kubeflow.example.com";
const PLAIN = "https://spark-history.example.com";
const TOKEN = { jwks: "https://login.example.com/keys", issuer: "https://login.example.com", audience: "spark-history" };
const plain = { mesh: "none", publicUrl: PLAIN, token: TOKEN };
const hosts = (domain) => ({ tenantHosts: { domain } });

/** By the folders that kustomize renders together: the values that say the same. */
const COMBINATIONS = {
  "overlays/kubeflow": {},
  "overlays/kubeflow-ambient": { mesh: "ambient" },
  "overlays/plain": plain,
  "overlays/plain-ingress": { ...plain, route: "ingress" },
  "e2e/installation": { mesh: "none", route: "none", signIn: { enabled: false }, defaults: { serviceAccountName: "default" } },
  "overlays/kubeflow-ambient components/http-route": { mesh: "ambient", route: "httpRoute", publicUrl: PLAIN },
  "overlays/kubeflow components/tenant-hosts/istio": { publicUrl: KUBEFLOW, ...hosts("spark.kubeflow.example.com") },
  "overlays/kubeflow-ambient components/tenant-hosts/istio": {
    mesh: "ambient",
    publicUrl: KUBEFLOW,
    ...hosts("spark.kubeflow.example.com"),
  },
  "overlays/plain components/tenant-hosts/http-route": { ...plain, ...hosts("spark-history.example.com") },
  "overlays/plain-ingress components/tenant-hosts/ingress": { ...plain, route: "ingress", ...hosts("spark-history.example.com") },
};

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
    const objects = byKustomize(name, COMBINATIONS[name].publicUrl);
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

function defaultsOf(folder) {
  return render(folder).find((each) => each.metadata.name === "spark-history-defaults");
}

/** The objects of folders together, with the address that people are given, if there is one. */
function byKustomize(name, publicUrl) {
  const folder = newFolder("combined");
  const [overlay, ...components] = name.split(" ").map((each) => relative(folder, DEPLOY + each));
  const defaults = name === "e2e/installation" ? "\n    behavior: replace\n    files: [defaults.yaml]" : undefined;
  let text = `resources: [${overlay}]\ncomponents: [${components}]\nconfigMapGenerator:\n`;
  if (publicUrl && components.every((each) => !each.includes("tenant-hosts"))) {
    text += `  - name: spark-history-provisioner\n    namespace: spark-history\n    behavior: merge\n    literals: [SPARKHISTORY_PUBLIC_URL=${publicUrl}]\n`;
  }
  if (defaults) {
    writeFileSync(join(folder, "defaults.yaml"), defaultsOf("overlays/plain").data["defaults.yaml"]);
    text += `  - name: spark-history-defaults\n    namespace: spark-history${defaults}\n`;
  }
  writeFileSync(join(folder, "kustomization.yaml"), text);
  return rendered(folder);
}

/** Fails with the first object that differs, or that only one of the two has. */
export function compare(made, expected) {
  const [ours, theirs] = [made, expected].map((objects) => {
    const named = objects.filter((each) => each.kind !== "Namespace").map((each) => [title(each), comparable(each)]);
    return Object.fromEntries(named.map(([, each]) => [title(each), each]));
  });
  assert.deepEqual(Object.keys(ours).sort(), Object.keys(theirs).sort());
  for (const name of Object.keys(theirs)) {
    assert.deepEqual(ours[name], theirs[name], name);
  }
}

/** The object without what has to differ: the hash in the name of a ConfigMap, which Helm has as an annotation of the pods, and the mesh's labels of pods. */
function comparable(object) {
  const copy = structuredClone(object);
  const withoutHash = (name) => name.replace(/-[a-z0-9]{10}$/, "");
  if (copy.kind === "ConfigMap") {
    copy.metadata.name = withoutHash(copy.metadata.name);
    if (copy.data?.["defaults.yaml"]) {
      copy.data["defaults.yaml"] = parse(copy.data["defaults.yaml"]);
    }
  }
  if (copy.kind === "Deployment") {
    const { metadata, spec } = copy.spec.template;
    delete metadata.annotations?.["checksum/options"];
    if (Object.keys(metadata.annotations ?? {}).length === 0) {
      delete metadata.annotations;
    }
    delete metadata.labels["sidecar.istio.io/inject"];
    delete metadata.labels["istio.io/dataplane-mode"];
    spec.containers.flatMap((each) => each.envFrom ?? []).filter((each) => each.configMapRef).forEach(({ configMapRef }) => {
      configMapRef.name = withoutHash(configMapRef.name);
    });
    spec.containers.flatMap((each) => each.envFrom ?? []).filter((each) => each.secretRef).forEach(({ secretRef }) => {
      secretRef.name = withoutHash(secretRef.name);
    });
  }
  return copy;
}
