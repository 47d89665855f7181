// The script that proves the product on a cluster, on a cluster that is played: which checks it makes,
// that it notices what is wrong, and that it removes what it made and nothing else.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { FakeCommands } from "./fakes.js";
import { DEPLOY } from "./rendered.js";

const IMAGES = [
  "--gateway-image", "registry.example.com:5000/gateway:1",
  "--provisioner-image", "registry.example.com/provisioner@sha256:abc",
  "--history-server-image", "registry.example.com/server:4",
];

/** A cluster on which everything is as it should be, unless told otherwise. */
function cluster(faults = []) {
  const commands = new FakeCommands();
  copyFileSync(`${DEPLOY}check/played-cluster.cjs`, join(commands.folder, "played-cluster.cjs"));
  for (const name of ["kubectl", "curl", "helm"]) {
    commands.script(
      name,
      `require("./played-cluster.cjs").${name}(process.argv.slice(2), ${JSON.stringify(faults)});`,
    );
  }
  commands.script("sleep", "setTimeout(() => {}, 100);"); // time passes quickly here
  return commands;
}

async function run(faults = [], args = []) {
  const commands = cluster(faults);
  const result = await commands.run(`${DEPLOY}e2e/run.sh`, [...IMAGES, "--timeout", "4", ...args]);
  const deleted = commands
    .calls("kubectl")
    .map(({ args: call }) => call)
    .filter((call) => call.startsWith("delete "))
    .map((call) => call.replace(/-k \S*\//, "-k …/").replace(/ --.*/, ""));
  const { values } = JSON.parse(readFileSync(join(commands.folder, "state.json"), "utf8"));
  return { ...result, deleted, calls: commands.calls("kubectl"), helm: commands.calls("helm").map(({ args: call }) => call), values: parse(values ?? "") };
}

const EVERYTHING = [
  "delete namespace/spark-history-e2e-b",
  "delete namespace/spark-history-e2e-a",
  "delete -k …/installation",
  "delete -k …/crd",
];

test("on a sound cluster every check holds, what was made is removed, and what was not checked is said", async () => {
  const { code, out, err, deleted } = await run();
  assert.equal(code, 0, err);
  assert.deepEqual(deleted, EVERYTHING);
  const count = (pattern) => out.match(pattern).length;
  assert.equal(count(/not checked {2}there is no Istio here/g), 3);
  assert.match(out, new RegExp(`^${count(/ ok$/gm)} checks, 0 missed, 3 not checked$`, "m"));
});

test("with --helm the chart is installed with the same settings, and removed with what it keeps", async () => {
  const { code, err, deleted, calls, helm, values } = await run([], ["--helm"]);
  assert.equal(code, 0, err);
  assert.deepEqual(helm.map((each) => each.split(" ")[0]), ["upgrade", "uninstall"]);
  assert.deepEqual(deleted, [...EVERYTHING.slice(0, 2), "delete namespace/spark-history", "delete -k …/crd"]);
  assert.ok(!calls.some(({ args }) => args.startsWith("apply") && args.includes("-k ")));
  assert.deepEqual(values.images, {
    gateway: { name: "registry.example.com:5000/gateway", tag: "1" },
    provisioner: { name: "registry.example.com/provisioner", digest: "sha256:abc" },
  });
  assert.equal(values.defaults.image, "registry.example.com/server:4");
});

test("with Istio people come with tokens, through the ingress gateway", async () => {
  const { code, out, calls } = await run(["istio"]);
  assert.equal(code, 0, out);
  assert.match(out, new RegExp(`^${out.match(/ ok$/gm).length} checks, 0 missed, 0 not checked$`, "m"));
  assert.ok(calls.some(({ args }) => args.includes("create token owner")));
  assert.ok(calls.some(({ args }) => args.includes("port-forward service/istio-ingressgateway")));
});

const NOTICED = {
  "others-let-in": [
    "the owner of another namespace gets 403",
    "a stranger's visit is 403 and wakes nobody",
    "the owner of another namespace does not see it",
  ],
  "lost-prefix": ["redirects keep the prefix", "when it has ended its link leads to its history"],
  "cookie-arrives": "credentials do not arrive at the history server",
  "viewer-writes": "the viewer may not change anything",
  "viewer-kills": "the viewer may not stop its jobs",
  "foreign-kills": "a page of somebody else may not either",
  "never-ends": "when it has ended its link leads to its history",
  "not-explained": "a broken image is explained in the status and on the page",
  "role-left": "uninstalling leaves nothing",
  "strangers-wake": "a stranger's visit is 403 and wakes nobody",
  "never-revoked": "revoking a permission locks out within 45 seconds",
  "never-sleeps": "an idle server goes to sleep",
  "not-repaired": "a deleted Deployment comes back",
};

// several at a time, because a run takes a while; each must be noticed, and nothing else
for (const faults of [Object.keys(NOTICED).slice(0, 6), Object.keys(NOTICED).slice(6)]) {
  test(`it is noticed when: ${faults.join(", ")}`, async () => {
    const { code, out } = await run(faults);
    assert.equal(code, 1, out);
    const missed = [...out.matchAll(/^(\S.*?) +MISS/gm)].map(([, name]) => name);
    assert.deepEqual(new Set(missed), new Set(faults.flatMap((fault) => NOTICED[fault])));
  });
}

test("an installation that does not come up is removed again, and nothing is checked on it", async () => {
  const { code, out, deleted } = await run(["no-rollout"]);
  assert.equal(code, 1);
  assert.match(out, /it installs, and both parts become ready +MISS/);
  assert.deepEqual(deleted, EVERYTHING.slice(2));
});

test("it does not begin where something of it exists, and deletes nothing there", async () => {
  for (const fault of ["namespace-exists", "crd-exists"]) {
    const { code, err, deleted, calls } = await run([fault]);
    assert.equal(code, 2, err);
    assert.match(err, /already/);
    assert.deepEqual(deleted, []);
    assert.ok(!calls.some(({ args }) => args.includes("apply")));
  }
});

test("--keep removes nothing; images with a port, a tag or a digest are told apart", async () => {
  const { code, err, deleted } = await run([], ["--keep"]);
  assert.equal(code, 0);
  assert.deepEqual(deleted, []);
  const folder = err.match(/kustomization is in (\S+)/)[1];
  const text = readFileSync(join(folder, "installation/kustomization.yaml"), "utf8");
  assert.match(text, /newName: "registry.example.com:5000\/gateway", newTag: "1"/);
  assert.match(text, /newName: "registry.example.com\/provisioner", digest: "sha256:abc"/);
});

test("missing and unknown arguments are told, with exit code 2", async () => {
  const script = `${DEPLOY}e2e/run.sh`;
  const commands = cluster();
  assert.equal((await commands.run(script, [])).code, 2);
  assert.equal((await commands.run(script, [...IMAGES, "--fast"])).code, 2);
  assert.match((await commands.run(script, [...IMAGES, "--overlay", "x"])).err, /expected kubeflow or bare/);
  assert.equal((await commands.run(script, ["--help"])).code, 0);
});
