// The whole product at work: deploy/e2e/run.sh installs it with the real kubectl into a stand-in for an API
// server; a played node runs the real gateway, the real provisioner and real Spark History Servers, with
// the settings of the rendered manifests. A visit renews the Lease, the provisioner scales, a server starts,
// the gateway finds it, it goes to sleep and wakes again.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { newFolder } from "./folders.js";
import { kubectlOf } from "./played-kubectl.js";
import { JARS, PlayedNode, missing } from "./played-node.js";
import { freePort, standIn } from "./processes.js";
import { DEPLOY } from "./rendered.js";

const HOME = resolve(DEPLOY, "..");
test("everything that the script checks on a cluster holds for the real programs", { skip: missing() }, async () => {
  const folder = newFolder("played-cluster");
  const spark = readdirSync(JARS).map((name) => name.match(/^spark-core_.*-([\d.]+)\.jar$/)?.[1]).find((each) => each);
  const { code, out, err, faults } = await standIn(async (environment, url) => {
    const node = new PlayedNode(url, { kubeconfig: environment.KUBECONFIG, folder });
    node.start();
    let noted = 0;
    const noting = setInterval(() => {
      const port = node.port("spark-history-gateway");
      if (port && port !== noted) {
        writeFileSync(join(folder, "port"), String((noted = port)));
      }
    }, 100);
    try {
      const seen = await script(folder, environment, ["--spark-version", spark, "--port", String(await freePort())]);
      return { ...seen, faults: node.faults };
    } finally {
      clearInterval(noting);
      await node.stop();
    }
  }, "PlayedCluster.java");
  // the table last, because a long text is read from its end
  const seen = `${logs(folder)}\n${faults.join("\n")}\n${err}\n${out}`;
  assert.equal(code, 0, seen);
  assert.deepEqual(faults, [], seen);
  assert.match(out, / checks, 0 missed/);
  const checked = out.match(/^.* ok$/gm);
  assert.ok(checked.length >= 25, out);
});

function script(folder, environment, args) {
  const real = execFileSync("bash", ["-c", "command -v kubectl"], { encoding: "utf8" }).trim();
  const env = { ...process.env, ...environment, HOME: folder, PATH: `${kubectlOf(folder, real)}:${process.env.PATH}` };
  const images = ["gateway", "provisioner", "history-server"].flatMap((name) => [`--${name}-image`, `${name}:1`]);
  const options = [...images, "--host-path", `${HOME}/examples/eventlogs`, "--idle-timeout", "1m", "--timeout", "900", "--lockout", "300", ...args];
  return new Promise((done) => {
    const child = spawn(`${DEPLOY}e2e/run.sh`, options, { env, stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.on("data", (data) => (out += data));
    child.stderr.on("data", (data) => (err += data));
    child.once("exit", (code) => done({ code, out, err }));
  });
}

/** The last lines that each program printed. */
function logs(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".log"))
    .map((name) => `${name}:\n${readFileSync(join(folder, name), "utf8").slice(-2000)}`)
    .join("\n");
}
