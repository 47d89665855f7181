// The chart on a cluster: Helm installs, changes and removes it on a stand-in for an API server that refuses what an API server
// refuses. What did not change is not written, and resources of people survive.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { COMBINATIONS, combined } from "./combinations.js";
import { CHART, helmCommand } from "./helm.js";
import { file, standIn } from "./processes.js";

/** Not none at all: an upgrade without values takes those of the release before. */
const VALUES = { publicUrl: "https://kubeflow.example.com" };

/** One at a time, there and back. */
const CHANGES = {
  defaults: { defaults: { s3: { bucket: "b" }, sparkVersion: "4.2.0" } },
  "log directories": { defaults: { sparkVersion: "4.2.0", logDirectories: [{ name: "all", url: "s3a://b/{namespace}" }] } },
  image: { images: { gateway: { name: "gateway", tag: "2" }, provisioner: { digest: `sha256:${"a".repeat(64)}` }, pullSecrets: [{ name: "one" }] } },
  mesh: { mesh: "ambient" },
  pods: {
    gateway: { resources: { limits: { memory: "1Gi" } }, podLabels: { team: "data" }, nodeSelector: { disk: "fast" } },
    provisioner: { tolerations: [{ key: "only", operator: "Exists" }], priorityClassName: "high" },
  },
  limits: { limits: { memory: "2Gi", logDirectories: ["s3a://b/{namespace}"] } },
  route: { route: "none" },
  replicas: { gateway: { replicas: { min: 3 } } },
};

const KINDS = [
  "/apis/apps/v1/deployments",
  "/api/v1/configmaps",
  "/api/v1/services",
  "/apis/rbac.authorization.k8s.io/v1/clusterroles",
  "/apis/networking.k8s.io/v1/networkpolicies",
  "/apis/autoscaling/v2/horizontalpodautoscalers",
  "/apis/networking.istio.io/v1beta1/virtualservices",
  "/apis/networking.istio.io/v1beta1/destinationrules",
  "/apis/networking.istio.io/v1beta1/sidecars",
  "/apis/security.istio.io/v1beta1/authorizationpolicies",
  "/apis/security.istio.io/v1beta1/peerauthentications",
  "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
];

test("an upgrade and the way back write nothing needless, and uninstalling keeps the resource definition", async () => {
  const path = `${helmCommand()}:${process.env.PATH}`;
  await standIn(
    async (environment, url) => {
      const helm = (...args) => run("helm", args, { ...process.env, ...environment, PATH: path });
      const install = (values) =>
        helm("upgrade", "--install", "spark-history", CHART, "--namespace", "spark-history", "--create-namespace", "-f", file("values.json", JSON.stringify(values)));
      const said = await install(VALUES);
      assert.match(said, /It is at https:\/\/kubeflow.example.com\/sparkhistory\//);
      assert.match(said, /Next: say where the event logs are, with defaults.s3.bucket/);
      const first = await versions(url);
      assert.ok(Object.keys(first).length > 15, Object.keys(first).join());
      await install(VALUES);
      assert.deepEqual(await versions(url), first, "the same values change nothing");
      await install({ ...VALUES, gateway: { options: { SPARKHISTORY_WAKE_HOLD: "2m" } } });
      const changed = await versions(url);
      const touched = Object.keys(first).filter((name) => changed[name].version !== first[name].version);
      assert.deepEqual(touched, ["deployments spark-history-gateway", "configmaps spark-history-gateway"]);
      await install(VALUES);
      assert.deepEqual(bodies(await versions(url)), bodies(first));
      for (const [name, more] of Object.entries(CHANGES)) {
        const next = await install({ ...VALUES, ...more });
        assert.equal(/say where the event logs are/.test(next), more.defaults === undefined, next);
        assert.notDeepEqual(bodies(await versions(url)), bodies(first), `${name} changes something`);
        const there = await versions(url);
        await install({ ...VALUES, ...more });
        assert.deepEqual(await versions(url), there, `${name}: the same values change nothing`);
        await install(VALUES);
        assert.deepEqual(bodies(await versions(url)), bodies(first), `${name}: the way back leaves nothing`);
      }
      await helm("uninstall", "spark-history", "--namespace", "spark-history");
      assert.deepEqual(Object.keys(await versions(url)), ["customresourcedefinitions sparkhistoryservers.sparkhistory.io"]);
    },
    "PlayedCluster.java",
    ["istio"],
  );
});

test("an API server takes every installation, by kustomize and by Helm", async () => {
  const path = `${helmCommand()}:${process.env.PATH}`;
  const by = (install) =>
    standIn((environment) => install((command, ...args) => run(command, args, { ...process.env, ...environment, PATH: path })), "PlayedCluster.java", ["istio"]);
  await Promise.all([
    by(async (run) => {
      for (const name of Object.keys(COMBINATIONS)) {
        await run("kubectl", "apply", "--server-side", "--force-conflicts", "-k", combined(name));
      }
    }),
    by(async (run) => {
      for (const values of Object.values(COMBINATIONS)) {
        const written = file("values.json", JSON.stringify({ ...VALUES, ...values }));
        await run("helm", "upgrade", "--install", "spark-history", CHART, "--namespace", "spark-history", "--create-namespace", "-f", written);
      }
    }),
  ]);
});

/** Every object by kind and name, with its version and what Helm wrote. */
async function versions(url) {
  const found = {};
  for (const kind of KINDS) {
    const response = await fetch(url + kind);
    for (const { metadata, ...rest } of (await response.json()).items) {
      const { labels, annotations } = metadata;
      found[`${kind.split("/").at(-1)} ${metadata.name}`] = { version: metadata.resourceVersion, body: { labels, annotations, ...rest } };
    }
  }
  return found;
}

function bodies(objects) {
  return Object.fromEntries(Object.entries(objects).map(([name, { body }]) => [name, body]));
}

async function run(command, args, env) {
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  const code = await new Promise((resolve) => child.once("close", resolve));
  assert.equal(code, 0, output.replace(/^.*symbolic link.*\n/gm, ""));
  return output;
}
