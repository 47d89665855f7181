// The script that lets an old history server serve on under another name.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeCommands } from "./fakes.js";
import { DEPLOY } from "./rendered.js";

const SCRIPT = `${DEPLOY}migrate/copy-old.sh`;
const NAME = "app.kubernetes.io/name";
const INSTANCE = "app.kubernetes.io/instance";
const SELECTOR = { [NAME]: "spark-history-server", [INSTANCE]: "spark-history-server" };

/** As the old chart installs them, and as an API server answers. */
function old(kind, spec, managedBy = "Helm") {
  return {
    kind,
    apiVersion: kind === "Deployment" ? "apps/v1" : "v1",
    metadata: {
      name: "spark-history-server",
      namespace: "team-a",
      uid: "1",
      resourceVersion: "7",
      labels: { ...SELECTOR, "app.kubernetes.io/managed-by": managedBy, "helm.sh/chart": "spark-history-server-1.0.0" },
      annotations: { "meta.helm.sh/release-name": "spark-history-server" },
      ownerReferences: [],
    },
    spec,
    status: {},
  };
}

const POD = { metadata: { labels: { ...SELECTOR } }, spec: { containers: [{ name: "server", image: "spark:3.2.1" }] } };

function cluster(managedBy) {
  const deployment = old("Deployment", { replicas: 1, selector: { matchLabels: SELECTOR }, template: POD }, managedBy);
  const ports = [{ name: "http", port: 18080, targetPort: "http" }];
  const service = old("Service", { clusterIP: "10.0.0.1", clusterIPs: ["10.0.0.1"], ports, selector: SELECTOR }, managedBy);
  return new FakeCommands().command("kubectl", [
    { when: /^-n team-a get deployment spark-history-server -o json$/, out: JSON.stringify(deployment) },
    { when: /^-n team-a get service spark-history-server -o json$/, out: JSON.stringify(service) },
    { when: /^apply -f -$/ },
    { when: /^-n team-a rollout status deployment\/spark-history-server-old/ },
  ]);
}

test("the copy runs the same pod under another name, belongs to no release, and only its Service selects it", async () => {
  const commands = cluster("Helm");
  const { code, err } = await commands.run(SCRIPT, ["team-a"]);
  assert.equal(code, 0, err);
  const [deployment, service] = commands.calls("kubectl").filter(({ args }) => args.startsWith("apply")).map(({ input }) => JSON.parse(input));
  for (const copy of [deployment, service]) {
    assert.deepEqual(copy.metadata, { name: "spark-history-server-old", namespace: "team-a", labels: SELECTOR });
    assert.equal(copy.status, undefined);
  }
  const labels = { ...SELECTOR, "sparkhistory.io/copy": "old" };
  assert.deepEqual(deployment.spec.selector.matchLabels, labels);
  assert.deepEqual(deployment.spec.template, { ...POD, metadata: { labels } });
  assert.deepEqual(service.spec, { ports: [{ name: "http", port: 18080, targetPort: "http" }], selector: labels });
  assert.match(commands.calls("kubectl").at(-1).args, /rollout status/);
});

test("what the provisioner made is not copied", async () => {
  const commands = cluster("spark-history-provisioner");
  const { code, err } = await commands.run(SCRIPT, ["team-a"]);
  assert.equal(code, 1);
  assert.match(err, /is not an old one/);
  assert.deepEqual(commands.calls("kubectl").filter(({ args }) => args.startsWith("apply")), []);
});

test("without a namespace it says how it is called", async () => {
  const { code, err } = await cluster("Helm").run(SCRIPT, []);
  assert.equal(code, 2);
  assert.match(err, /Usage/);
});
