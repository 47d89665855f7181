// The script that looks for what an older way of running history servers left.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeCommands } from "./fakes.js";
import { standIn } from "./processes.js";
import { DEPLOY } from "./rendered.js";

const SCRIPT = `${DEPLOY}migrate/find-old.sh`;
const HISTORY_SERVER = ["/opt/spark/bin/spark-class", "org.apache.spark.deploy.history.HistoryServer"];

function object(namespace, name, spec, metadata = {}) {
  return { metadata: { namespace, name, ...metadata }, spec };
}

function deployment(namespace, name, container, metadata) {
  return object(namespace, name, { template: { spec: { containers: [container] } } }, metadata);
}

function route(namespace, name, uri) {
  return object(namespace, name, { http: [{ match: [{ uri }] }] });
}

function cluster({ deployments = [], routes = [], filters = [], kinds = "" }) {
  const list = (items) => JSON.stringify({ items });
  return new FakeCommands().command("kubectl", [
    { when: /get deployments/, out: list(deployments) },
    { when: /get virtualservices/, out: list(routes) },
    { when: /get envoyfilters/, out: list(filters) },
    { when: /api-resources/, out: `${kinds}sparkhistoryservers.sparkhistory.io\n` },
    { when: /get sparkhistoryservers/, out: list([object("team-c", "history", {})]) },
  ]);
}

const OLD = {
  deployments: [
    deployment("team-a", "hs-a", { command: HISTORY_SERVER }, { annotations: { "meta.helm.sh/release-name": "hs" } }),
    deployment("team-b", "hs-b", { image: "x/spark-history-server:1" }),
    deployment("team-c", "ours", { command: HISTORY_SERVER }, {
      labels: { "app.kubernetes.io/managed-by": "spark-history-provisioner" },
    }),
    deployment("team-d", "notebook", { image: "jupyter" }),
  ],
  routes: [
    route("team-a", "hs-a", { prefix: "/sparkhistory/team-a" }),
    route("team-b", "hs-b", { prefix: "/sparkhistory/team-b/" }),
    route("spark-history", "spark-history-gateway", { prefix: "/sparkhistory/" }),
    route("kubeflow", "dashboard", { prefix: "/" }),
  ],
  filters: [
    object("istio-system", "blank-location", {
      configPatches: [{ patch: { value: { inlineCode: "h:headers():replace('location', '')" } } }],
    }),
    object("istio-system", "rate-limit", { configPatches: [] }),
  ],
  kinds: "sparkhistoryservers.example.com\n",
};

test("it finds servers, routes and filters that are old, and not the product's or somebody else's", async () => {
  const { code, out } = await cluster(OLD).run(SCRIPT, []);
  assert.equal(code, 0);
  for (const line of [
    "  helm -n team-a uninstall hs\n",
    "  kubectl -n team-b delete deployment hs-b   # and its Service\n",
    "  kubectl -n team-a delete virtualservice hs-a\n",
    "  kubectl -n team-b delete virtualservice hs-b\n",
    "  kubectl -n istio-system delete envoyfilter blank-location\n",
    "  kubectl -n team-c delete sparkhistoryservers.example.com history\n",
  ]) {
    assert.ok(out.includes(line), `${line} in ${out}`);
  }
  for (const other of ["ours", "notebook", "dashboard", "rate-limit", "spark-history-gateway"]) {
    assert.ok(!out.includes(other), `${other} in ${out}`);
  }
});

test("a route without a slash at the end is pointed out", async () => {
  const { out } = await cluster(OLD).run(SCRIPT, []);
  assert.match(out, /team-a +hs-a +\/sparkhistory\/team-a +takes longer names too/);
  assert.match(out, /team-b +hs-b +\/sparkhistory\/team-b\/ +-/);
});

test("it only ever reads", async () => {
  const commands = cluster(OLD);
  await commands.run(SCRIPT, []);
  const calls = commands.calls("kubectl").map(({ args }) => args.split(" ")[0]);
  assert.ok(calls.length >= 4);
  assert.deepEqual(calls.filter((verb) => !["get", "api-resources"].includes(verb)), []);
});

test("a cluster without Istio and without old servers has nothing to move", async () => {
  const missing = "error: the server doesn't have a resource type \"virtualservices\"";
  const commands = new FakeCommands().command("kubectl", [
    { when: /get deployments/, out: '{"items": []}' },
    { when: /get/, error: missing, code: 1 },
    { when: /api-resources/, out: "pods\n" },
  ]);
  const { code, out } = await commands.run(SCRIPT, []);
  assert.equal(code, 0);
  assert.match(out, /Nothing to move/);
});

test("a right that is missing is an error, and not an empty answer", async () => {
  const commands = new FakeCommands().command("kubectl", [
    { when: /get deployments/, error: "Error from server (Forbidden): deployments.apps is forbidden", code: 1 },
  ]);
  const { code, err } = await commands.run(SCRIPT, []);
  assert.equal(code, 1);
  assert.match(err, /cannot read deployments.apps: .*Forbidden/);
});

test("with the real kubectl it finds the same in an API server, and leaves that as it was", async () => {
  await standIn(async (environment, url) => {
    const put = async (path, item) => {
      const address = `${url}/apis/${path.replace("@", item.metadata.namespace)}`;
      const response = await fetch(address, { method: "POST", body: JSON.stringify(item) });
      assert.equal(response.status, 201, address);
    };
    for (const each of OLD.deployments) {
      await put("apps/v1/namespaces/@/deployments", each);
    }
    for (const each of OLD.routes) {
      await put("networking.istio.io/v1/namespaces/@/virtualservices", each);
    }
    for (const each of OLD.filters) {
      await put("networking.istio.io/v1/namespaces/@/envoyfilters", each);
    }
    const version = async () => (await (await fetch(`${url}/apis/apps/v1/deployments`)).json()).metadata.resourceVersion;
    const before = await version();
    const real = await new FakeCommands().run(SCRIPT, [], environment);
    const played = await cluster({ ...OLD, kinds: "" }).run(SCRIPT, []);
    assert.equal(real.code, 0, real.err);
    assert.equal(real.out, played.out);
    assert.equal(await version(), before);
  }, "PlayedCluster.java");
});

test("with the real kubectl a cluster without Istio has nothing to move", async () => {
  await standIn(async (environment) => {
    const { code, out, err } = await new FakeCommands().run(SCRIPT, [], environment);
    assert.equal(code, 0, err);
    assert.match(out, /Nothing to move/);
  });
});
