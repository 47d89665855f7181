// Alerts and dashboard ask only for what running programs expose, and every alert has its runbook.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { file, freePort, running, standIn, until } from "./processes.js";
import { missing, samples } from "./promql.js";
import { keys } from "./provider.js";
import { DEPLOY, ofKind, render, settings } from "./rendered.js";

const RUNBOOK = readFileSync(`${DEPLOY}../docs/runbook.md`, "utf8");
const DASHBOARD = JSON.parse(readFileSync(`${DEPLOY}monitoring/spark-history.json`, "utf8"));

let exposed = [];

before(async () => {
  exposed = await started(render("e2e/installation"));
});

/** What both programs expose with these settings, with a tenant that is always on, so that a server is started. */
async function started(objects) {
  const [gateway, provisioner] = ["gateway", "provisioner"].map((name) => settings(objects, `spark-history-${name}`));
  const maps = ofKind(objects, "ConfigMap");
  const defaults = maps.find((each) => each.metadata.name === "spark-history-defaults").data["defaults.yaml"];
  // the addresses, the place of the file and the provider's keys are not here
  gateway.SPARKHISTORY_JWKS &&= keys();
  gateway.SPARKHISTORY_LISTEN = `127.0.0.1:${await freePort()}`;
  delete gateway.SPARKHISTORY_ADMIN;
  delete provisioner.SPARKHISTORY_ADMIN;
  provisioner.SPARKHISTORY_DEFAULTS = file("defaults.yaml", defaults);
  return standIn(async (environment) => [
    ...(await running("gateway", ["gateway", "--kubernetes"], { ...environment, ...gateway }, async (admin) => {
      await until(async () => (await fetch(`${admin}/readyz`)).ok);
      return scrape(admin);
    })),
    ...(await running("provisioner", [], { ...environment, ...provisioner }, async (admin) => {
      await until(async () => (await scrape(admin)).some(({ metric }) => metric.includes("wakes")));
      return scrape(admin);
    })),
  ]);
}

for (const overlay of ["overlays/kubeflow", "overlays/plain"]) {
  test(`both programs start with the settings of ${overlay}`, async () => {
    const metrics = new Set((await started(render(overlay))).map(({ metric }) => metric));
    assert.ok(metrics.has("sparkhistory_kubernetes_view_age_seconds"));
    assert.ok(metrics.has("sparkhistory_provisioner_defaults_valid"));
  });
}

async function scrape(admin) {
  return samples(await (await fetch(`${admin}/metrics`)).text());
}

const alerts = ofKind(render("monitoring"), "PrometheusRule")
  .flatMap((each) => each.spec.groups)
  .flatMap((group) => group.rules);

test("alerts ask for what is exposed", () => {
  const wrong = alerts.flatMap(({ alert, expr }) => missing(expr, exposed).map((m) => `${alert}: ${m}`));
  assert.deepEqual(wrong, []);
});

test("the dashboard asks for what is exposed", () => {
  const wrong = DASHBOARD.panels.flatMap(({ title, targets = [] }) =>
    targets.flatMap(({ expr }) => missing(expr, exposed).map((m) => `${title}: ${m}`)),
  );
  assert.deepEqual(wrong, []);
});

test("a metric, a label and a value that nobody exposes are noticed", () => {
  assert.deepEqual(missing('rate(sparkhistory_no_such_total{a="b"}[5m])', exposed), [
    "sparkhistory_no_such_total is exposed by nobody",
  ]);
  assert.deepEqual(missing('sparkhistory_requests_total{outcome="fine"}', exposed), [
    "sparkhistory_requests_total never has outcome fine",
  ]);
  assert.deepEqual(missing("sum by (colour) (sparkhistory_requests_total)", exposed), [
    "nothing has the label colour",
  ]);
});

test("every alert says what it is about, and leads to its chapter of the runbook", () => {
  for (const { alert, annotations, labels } of alerts) {
    assert.ok(annotations.summary && annotations.description, alert);
    assert.match(labels.severity, /^(critical|warning)$/, alert);
    assert.equal(annotations.runbook_url.split("#")[1], alert.toLowerCase());
    assert.ok(RUNBOOK.includes(`\n## ${alert}\n`), `the runbook has no chapter ${alert}`);
  }
});

test("the runbook has no chapter for an alert that is gone", () => {
  const chapters = [...RUNBOOK.matchAll(/^## (SparkHistory\w+)$/gm)].map(([, name]) => name);
  assert.deepEqual(chapters.filter((name) => !alerts.some(({ alert }) => alert === name)), []);
});

test("panels of the dashboard lie side by side, with ids of their own and a sentence each", () => {
  const panels = DASHBOARD.panels;
  assert.equal(new Set(panels.map((panel) => panel.id)).size, panels.length);
  const cells = new Set();
  for (const { title, type, description, gridPos } of panels) {
    assert.ok(type === "row" || description, title);
    assert.ok(gridPos.x + gridPos.w <= 24, title);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        assert.ok(!cells.has(`${x}/${y}`), `${title} lies over another panel`);
        cells.add(`${x}/${y}`);
      }
    }
  }
});
