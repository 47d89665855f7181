// The script that proves the product on a cluster, on a cluster that is played: which checks it makes,
// that it notices what is wrong, and that it removes what it made and nothing else.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { parse } from "yaml";
import { compare } from "./compared.js";
import { FakeCommands } from "./fakes.js";
import { renderedByHelm } from "./helm.js";
import { DEPLOY, ofKind, rendered, title } from "./rendered.js";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const IMAGES = [
  "--gateway-image", "registry.example.com:5000/gateway:1",
  "--provisioner-image", `registry.example.com/provisioner@${DIGEST}`,
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
  const result = await commands.run(`${DEPLOY}e2e/run.sh`, [...IMAGES, "--timeout", "1", "--lockout", "1", ...args]);
  const deleted = commands
    .calls("kubectl")
    .map(({ args: call }) => call)
    .filter((call) => call.startsWith("delete "))
    .map((call) => call.replace(/-k \S*\//, "-k …/").replace(/ --.*/, ""));
  const { values } = JSON.parse(readFileSync(join(commands.folder, "state.json"), "utf8"));
  return { ...result, deleted, calls: commands.calls("kubectl"), visits: visits(commands), helm: commands.calls("helm").map(({ args: call }) => call), values: parse(values ?? "") };
}

/** Requests of people; looks at whether a port answers are none. */
function visits(commands) {
  return commands.calls("curl").map(({ args }) => args).filter((each) => each.includes("--max-time"));
}

/** Equal, or what the script said is told too. */
function same(actual, expected, { out, err }) {
  try {
    assert.deepEqual(actual, expected);
  } catch (e) {
    throw new Error(`${e.message}\n${err}\n${out}`);
  }
}

const EVERYTHING = [
  "delete namespace/spark-history-e2e-b",
  "delete namespace/spark-history-e2e-a",
  "delete -k …/installation",
  "delete -k …/crd",
];

/** Of the chart alone, and what history servers have, which helm.test.js compares. */
const APART = /^CustomResourceDefinition|spark-history-defaults|spark-history-dashboard/;

/** By overlay: through which Service people come, by what address, and which objects lead there. */
const OVERLAYS = {
  kubeflow: { args: [], way: "-n istio-system port-forward service/istio-ingressgateway", url: /^http:\/\/127\.0\.0\.1:/ },
  "kubeflow-ambient": { args: [], way: "-n istio-system port-forward service/istio-ingressgateway", url: /^http:\/\/127\.0\.0\.1:/ },
  "http-route": {
    args: ["--gateway", "ways-in/people", "--host", "spark.my-company.com"],
    way: "-n ways-in port-forward service/people-istio",
    url: /^http:\/\/spark\.my-company\.com:/,
  },
};

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
  "never-revoked": "revoking a permission locks out within 1 seconds",
  "never-sleeps": "an idle server goes to sleep",
  "not-repaired": "a deleted Deployment comes back",
};

// side by side, because a run waits more than it works
describe("deploy/e2e/run.sh", { concurrency: 3 }, () => {
  test("on a sound cluster every check holds, what was made is removed, and what was not checked is said", async () => {
    const { code, deleted, ...seen } = await run();
    same([code, deleted], [0, EVERYTHING], seen);
    const { out } = seen;
    const count = (pattern) => out.match(pattern).length;
    assert.equal(count(/not checked {2}there is no Istio here/g), 3);
    assert.match(out, new RegExp(`^${count(/ ok$/gm)} checks, 0 missed, 3 not checked$`, "m"));
  });

  test("with --helm the chart is installed with the same settings, and removed with what it keeps", async () => {
    const { code, deleted, calls, helm, values, ...seen } = await run([], ["--helm"]);
    same(code, 0, seen);
    assert.deepEqual(helm.map((each) => each.split(" ")[0]), ["upgrade", "uninstall"]);
    assert.deepEqual(deleted, [...EVERYTHING.slice(0, 2), "delete namespace/spark-history", "delete -k …/crd"]);
    assert.ok(!calls.some(({ args }) => args.startsWith("apply") && args.includes("-k ")));
    assert.deepEqual(values.images, {
      gateway: { name: "registry.example.com:5000/gateway", tag: "1" },
      provisioner: { name: "registry.example.com/provisioner", digest: DIGEST },
    });
    assert.equal(values.defaults.image, "registry.example.com/server:4");
  });

  for (const [overlay, { args, way, url }] of Object.entries(OVERLAYS)) {
    test(`--overlay ${overlay}: every check holds with tokens, and the chart is given the same settings`, async () => {
      const options = ["--overlay", overlay, "--keep", ...args];
      const { code, calls, visits, ...seen } = await run(["istio"], options);
      same(code, 0, seen);
      assert.match(seen.out, new RegExp(`^${seen.out.match(/ ok$/gm).length} checks, 0 missed, 0 not checked$`, "m"));
      assert.ok(calls.some((call) => call.args.includes("create token owner")));
      assert.ok(calls.some((call) => call.args.startsWith(way)), calls.map((call) => call.args).join("\n"));
      assert.ok(visits.every((visit) => visit.split(" ").some((word) => url.test(word))), visits.join("\n"));
      // which is all that is looked at here
      const byHelm = await run(["istio", "no-rollout"], [...options, "--helm"]);
      const [made] = renderedByHelm([byHelm.values]);
      assert.ok(!(made instanceof Error), made);
      const objects = rendered(join(seen.err.match(/kustomization is in (\S+)/)[1], "installation"));
      const shared = (all) => all.filter((each) => !APART.test(title(each)));
      compare(shared(made), shared(objects));
      const { data } = ofKind(made, "ConfigMap").find(({ metadata }) => metadata.name.startsWith("spark-history-gateway"));
      assert.equal(data.SPARKHISTORY_JWT_ISSUER, overlay === "kubeflow" ? undefined : "https://accounts.cluster.example");
    });
  }

  // several at a time, because a run takes a while; each must be noticed, and nothing else
  for (const faults of [Object.keys(NOTICED).slice(0, 6), Object.keys(NOTICED).slice(6)]) {
    test(`it is noticed when: ${faults.join(", ")}`, async () => {
      const { code, ...seen } = await run(faults);
      const missed = [...seen.out.matchAll(/^(\S.*?) +MISS/gm)].map(([, name]) => name);
      same([code, new Set(missed)], [1, new Set(faults.flatMap((fault) => NOTICED[fault]))], seen);
    });
  }

  test("an installation that does not come up is removed again, and nothing is checked on it", async () => {
    const { code, deleted, ...seen } = await run(["no-rollout"]);
    same([code, deleted], [1, EVERYTHING.slice(2)], seen);
    assert.match(seen.out, /it installs, and both parts become ready +MISS/);
  });

  test("it does not begin where something of it exists, and deletes nothing there", async () => {
    for (const fault of ["namespace-exists", "crd-exists"]) {
      const { code, deleted, calls, ...seen } = await run([fault]);
      same([code, deleted], [2, []], seen);
      assert.match(seen.err, /already/);
      assert.ok(!calls.some(({ args }) => args.includes("apply")));
    }
  });

  test("--keep removes nothing; images with a port, a tag or a digest are told apart", async () => {
    const { code, deleted, ...seen } = await run([], ["--keep"]);
    same([code, deleted], [0, []], seen);
    const folder = seen.err.match(/kustomization is in (\S+)/)[1];
    const text = readFileSync(join(folder, "installation/kustomization.yaml"), "utf8");
    assert.match(text, /newName: "registry.example.com:5000\/gateway", newTag: "1"/);
    assert.match(text, /newName: "registry.example.com\/provisioner", digest: "sha256:(ab){32}"/);
  });

  test("missing and unknown arguments are told, with exit code 2", async () => {
    const script = `${DEPLOY}e2e/run.sh`;
    const commands = cluster();
    assert.equal((await commands.run(script, [])).code, 2);
    assert.equal((await commands.run(script, [...IMAGES, "--fast"])).code, 2);
    assert.match((await commands.run(script, [...IMAGES, "--overlay", "x"])).err, /expected kubeflow, kubeflow-ambient, http-route or bare/);
    assert.equal((await commands.run(script, ["--help"])).code, 0);
  });
});
