// The documentation is followed literally: what it has a reader write is written, and rendered.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { folderOf } from "./documented.js";
import { DEPLOY, OVERLAYS, ofKind, render, rendered, settings } from "./rendered.js";
import { problems } from "./typed.js";

const HOME = resolve(DEPLOY, "..");
const DOCS = readdirSync(join(HOME, "docs"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => join(HOME, "docs", name))
  .concat(["README.md", "CONTRIBUTING.md", "SECURITY.md"].map((name) => join(HOME, name)));

const VERSION = parse(readFileSync(`${DEPLOY}helm/spark-history-gateway/Chart.yaml`, "utf8")).version;

test("the folder of docs/install.md renders, with the reader's images and defaults", async () => {
  const objects = rendered(folderOf("kustomize"));
  assert.deepEqual(await problems(objects), []);
  const images = ofKind(objects, "Deployment").map((each) => each.spec.template.spec.containers[0].image);
  assert.deepEqual(images, [
    `registry.example.com/spark-history/spark-history-gateway:${VERSION}`,
    `registry.example.com/spark-history/spark-history-provisioner:${VERSION}`,
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

for (const overlay of ["kubeflow-ambient", "plain-ingress"]) {
  test(`the folder for ${overlay} renders, with the reader's names alone`, async () => {
    const objects = rendered(folderOf(overlay));
    assert.deepEqual(await problems(objects), []);
    const text = JSON.stringify(objects.filter((each) => ["HTTPRoute", "Ingress", "NetworkPolicy", "AuthorizationPolicy"].includes(each.kind)));
    assert.ok(text.includes("my-company.com"));
    assert.ok(!/example\.com|gateway-system|gateway-istio/.test(text), text);
  });
}

for (const [kind, domain] of [
  ["istio", "spark.kubeflow.my-company.com"],
  ["http-route", "spark-history.my-company.com"],
  ["ingress", "spark-history.my-company.com"],
]) {
  test(`the folder of docs/tenant-hosts.md renders for ${kind}, with the reader's hosts alone`, async () => {
    const objects = rendered(folderOf(`tenant-hosts-${kind}`, "tenant-hosts.md"));
    assert.deepEqual(await problems(objects), []);
    const text = JSON.stringify(objects.filter((each) => each.kind !== "CustomResourceDefinition"));
    assert.ok(text.includes(`"*.${domain}"`));
    assert.ok(!/(spark\.kubeflow|spark-history|"kubeflow)\.example\.com/.test(text));
    for (const name of ["spark-history-gateway", "spark-history-provisioner"]) {
      assert.equal(settings(objects, name).SPARKHISTORY_TENANT_HOST, `{namespace}.${domain}`);
    }
  });
}

/** The values of the Helm chart that people have, and what it sets by itself. */
const OLD_VALUES = [
  ..."replicaCount nameOverride fullnameOverride serviceAccount.name image.repository image.tag image.pullPolicy".split(" "),
  ..."service.type service.port.number service.port.name service.annotations ingress.enabled s3.enableS3 s3.bucket".split(" "),
  ..."cleaner.enabled cleaner.maxAge resources podAnnotations imagePullSecrets nodeSelector tolerations affinity".split(" "),
  ..."environment spark.ui.reverseProxy spark.ui.reverseProxyUrl".split(" "),
];

test("docs/migrate.md says of every value of the old chart what becomes of it", () => {
  const section = readFileSync(join(HOME, "docs/migrate.md"), "utf8").split("| value of the old chart |")[1].split("\n## ")[0];
  const names = [...section.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell]) => cell).join(" ") + section.split("\n\n").at(1);
  assert.deepEqual(OLD_VALUES.filter((value) => !names.includes(`\`${value}\``)), []);
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
  const labels = [{ "app.kubernetes.io/name": "spark-history-server" }, ...pods.map((each) => each.metadata.labels)];
  for (const file of DOCS) {
    for (const [command] of readFileSync(file, "utf8").matchAll(/kubectl [^`\n]*\blogs [^`\n]*-l [^`\n]*/g)) {
      assert.match(command, / --tail=/, command);
      const [, label, value] = command.match(/-l ([\w./-]+)=([\w-]+)/);
      assert.ok(labels.some((each) => each[label] === value), `no pod has this label: ${command}`);
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
