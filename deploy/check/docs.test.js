// The documentation is followed literally: what it has a reader write is written, and rendered.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { newFolder } from "./folders.js";
import { standIn } from "./processes.js";
import { DEPLOY, OVERLAYS, ofKind, render, rendered } from "./rendered.js";
import { problems } from "./typed.js";

const HOME = resolve(DEPLOY, "..");
const DOCS = readdirSync(join(HOME, "docs"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => join(HOME, "docs", name))
  .concat(["README.md", "CONTRIBUTING.md", "SECURITY.md"].map((name) => join(HOME, name)));

/** What must be gone after uninstalling. */
const KINDS = [
  "apps/v1/deployments",
  "rbac.authorization.k8s.io/v1/clusterroles",
  "rbac.authorization.k8s.io/v1/clusterrolebindings",
  "rbac.authorization.k8s.io/v1/rolebindings",
  "networking.k8s.io/v1/networkpolicies",
  "networking.k8s.io/v1/ingresses",
  "autoscaling/v2/horizontalpodautoscalers",
  "monitoring.coreos.com/v1/servicemonitors",
  "monitoring.coreos.com/v1/prometheusrules",
  "apiextensions.k8s.io/v1/customresourcedefinitions",
];

/** Writes the files of docs/install.md that are marked with this, beside a link to this project. */
function folderOf(mark) {
  const root = newFolder("install");
  symlinkSync(HOME, join(root, "spark-history-gateway"));
  const folder = join(root, "my-spark-history");
  mkdirSync(folder);
  const text = readFileSync(join(HOME, "docs/install.md"), "utf8");
  for (const [, name, of, body] of text.matchAll(/<!-- file: (\S+)(?: in (\S+))? -->\n```yaml\n(.*?)```/gs)) {
    if ((of ?? "") === mark || (of === undefined && name === "defaults.yaml")) {
      writeFileSync(join(folder, name), body);
    }
  }
  return folder;
}

test("the folder of docs/install.md renders, with the reader's images and defaults", async () => {
  const objects = rendered(folderOf(""));
  assert.deepEqual(await problems(objects), []);
  const images = ofKind(objects, "Deployment").map((each) => each.spec.template.spec.containers[0].image);
  assert.deepEqual(images, [
    "registry.example.com/spark-history/spark-history-gateway:0.1.0",
    "registry.example.com/spark-history/spark-history-provisioner:0.1.0",
  ]);
  const maps = ofKind(objects, "ConfigMap");
  const defaults = maps.find((each) => each.metadata.name === "spark-history-defaults");
  assert.equal(parse(defaults.data["defaults.yaml"]).spec.s3.bucket, "my-bucket");
  const options = Object.assign({}, ...maps.map((each) => each.data));
  assert.equal(options.SPARKHISTORY_PUBLIC_URL, "https://kubeflow.example.com");
  assert.equal(options.SPARKHISTORY_LISTEN, "0.0.0.0:8080", "what is not said stays");
});

test("the folder without Kubeflow renders, with the reader's provider and host", async () => {
  const objects = rendered(folderOf("plain"));
  assert.deepEqual(await problems(objects), []);
  const text = JSON.stringify(objects);
  assert.ok(!text.includes("spark-history.example.com") && !text.includes("login.example.com"));
  const [secret] = ofKind(objects, "Secret");
  const [, from] = ofKind(objects, "Deployment").find((each) => each.metadata.name.endsWith("sign-in")).spec
    .template.spec.containers[0].envFrom;
  assert.equal(from.secretRef.name, secret.metadata.name);
});

/** The commands of a page that begin like this, in their order. */
function commands(page, pattern) {
  const blocks = [...readFileSync(join(HOME, "docs", page), "utf8").matchAll(/```sh\n(.*?)```/gs)];
  return blocks.flatMap(([, block]) => block.split("\n")).filter((line) => pattern.test(line));
}

test("installing, upgrading and uninstalling as it is written brings everything and leaves nothing", async () => {
  const folder = folderOf("plain");
  await standIn(async (environment, url) => {
    const type = async (line) => execFileSync("bash", ["-ec", line], { cwd: folder, env: { ...process.env, ...environment }, stdio: "pipe" });
    for (const page of ["install.md", "upgrade.md"]) {
      for (const line of commands(page, /^kubectl apply --server-side -k/)) {
        await type(line);
      }
    }
    const names = async (plural) => (await (await fetch(`${url}/apis/${plural}`)).json()).items.map((each) => each.metadata.name);
    assert.ok((await names("apps/v1/deployments")).includes("spark-history-sign-in"));
    assert.ok((await names("monitoring.coreos.com/v1/prometheusrules")).includes("spark-history"));
    for (const line of commands("upgrade.md", /^kubectl delete/)) {
      await type(line);
    }
    for (const plural of KINDS) {
      assert.deepEqual(await names(plural), [], plural);
    }
  }, "PlayedCluster.java");
});

test("every link and picture of the documentation leads somewhere", () => {
  const dead = [];
  for (const file of DOCS) {
    for (const [, target] of readFileSync(file, "utf8").matchAll(/\]\(([^)\s]+)\)/g)) {
      const [path, anchor] = target.split("#");
      const other = path === "" ? file : resolve(dirname(file), path);
      if (/^[a-z]+:/.test(target)) {
        continue;
      }
      if (!existsSync(other) || (anchor && !anchors(other).includes(anchor))) {
        dead.push(`${file.slice(HOME.length + 1)}: ${target}`);
      }
    }
  }
  assert.deepEqual(dead, []);
});

test("every file and folder of the project that the documentation names is there", () => {
  const missing = [];
  for (const file of DOCS) {
    for (const [, path] of readFileSync(file, "utf8").matchAll(/\b((?:deploy|examples)\/[\w./-]+)/g)) {
      if (!existsSync(join(HOME, path.replace(/[.]$/, "")))) {
        missing.push(`${file.slice(HOME.length + 1)}: ${path}`);
      }
    }
  }
  assert.deepEqual(missing, []);
});

test("no command shows the log or the state of one replica where there are several", () => {
  const single = /\b(logs|port-forward|exec)\b[^|`\n]* (deployment|deploy|service|svc)\//;
  const wrong = DOCS.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => single.test(line))
      .map((line) => `${file.slice(HOME.length + 1)}: ${line}`),
  );
  assert.deepEqual(wrong, []);
});

test("a log that is chosen by a label is shown as a whole, and in order where its end is cut off", () => {
  const pods = OVERLAYS.flatMap((folder) => ofKind(render(folder), "Deployment")).map((each) => each.spec.template);
  const names = ["spark-history-server", ...pods.map((each) => each.metadata.labels["app.kubernetes.io/name"])];
  for (const file of DOCS) {
    for (const [command] of readFileSync(file, "utf8").matchAll(/kubectl [^`\n]*\blogs [^`\n]*-l [^`\n]*/g)) {
      assert.match(command, / --tail=/, command);
      assert.ok(names.includes(command.match(/-l app.kubernetes.io\/name=([\w-]+)/)[1]), command);
      assert.ok(!/\| tail|\| head -/.test(command) || /\bsort\b/.test(command) || /spark-history-server /.test(command), command);
      assert.ok(!/ -f\b/.test(command) || /--max-log-requests=/.test(command), command);
    }
  }
});

/** What headings can be linked by, made as the usual renderers do. */
function anchors(file) {
  return [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading.toLowerCase().replace(/[^\w\- ]/g, "").replaceAll(" ", "-"),
  );
}
