// A pod of a played cluster that no Deployment made, such as a driver of Spark: its program runs once, as a process of this
// machine, and the pod is ready while it runs.
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { podAddress } from "./played-pod.js";
import { freePort } from "./processes.js";
import { DEPLOY } from "./rendered.js";

/** By which the gateway finds the pages of an application that are not at the port of Spark. */
const PORT = "sparkhistory.io/application-port";

/** What a driver needs on Java 17 and newer (org.apache.spark.launcher.JavaModuleOptions). */
const OPENED = ["lang", "lang.invoke", "io", "net", "nio", "util", "util.concurrent", "util.concurrent.atomic"]
  .map((name) => `java.base/java.${name}`)
  .concat(["nio.ch", "nio.cs", "security.action", "util.calendar"].map((name) => `java.base/sun.${name}`));

export class PlayedJob {
  constructor(node, pod) {
    Object.assign(this, { node, pod, container: pod.spec.containers[0] });
    const { namespace, name } = pod.metadata;
    this.path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    this.log = join(node.folder, `${namespace}-${name}.log`);
  }

  /** Every pod has an address of its own on a cluster; here it has a port of its own, and says so. */
  async begin() {
    const spark = await withExamples(this.node.spark);
    this.port = await freePort();
    await this.node.write("PATCH", this.path, { metadata: { annotations: { [PORT]: String(this.port) } } });
    const { command, args = [] } = this.container;
    const [program, ...words] = [...command, ...args].map((each) => each.replaceAll("/opt/spark/", `${spark}/`));
    const env = { PATH: process.env.PATH, SPARK_LOCAL_IP: podAddress(), PLAYED_UI_PORT: String(this.port) };
    const output = openSync(this.log, "a");
    this.child = spawn(program, words, { env, cwd: this.node.folder, stdio: ["ignore", output, output] });
    this.ended = new Promise((resolve) => this.child.once("exit", resolve));
  }

  async report() {
    const code = this.child.exitCode ?? (this.child.signalCode === null ? null : 1);
    if (code === this.reported) {
      return;
    }
    await this.node.write("PATCH", this.path, { status: this.status(code) });
    this.reported = code;
  }

  status(code) {
    const now = new Date().toISOString().replace(/\.\d+/, "");
    const runs = code === null;
    const { name, image } = this.container;
    const state = runs ? { running: { startedAt: now } } : { terminated: { exitCode: code, finishedAt: now } };
    const conditions = [{ type: "Ready", status: runs ? "True" : "False", lastTransitionTime: now }];
    const phase = runs ? "Running" : code === 0 ? "Succeeded" : "Failed";
    return { phase, podIP: podAddress(), startTime: this.pod.metadata.creationTimestamp ?? now, conditions, containerStatuses: [{ name, image, ready: runs, state }] };
  }

  async end() {
    this.child?.kill("SIGTERM");
    await this.ended;
  }
}

/** Spark's command and its examples, as the official image has them beside the jars. */
async function withExamples(spark) {
  const examples = join(spark, "examples/jars");
  if (!existsSync(examples)) {
    const classes = join(spark, "examples/classes");
    [classes, examples, join(spark, "bin")].forEach((each) => mkdirSync(each, { recursive: true }));
    const opened = OPENED.map((each) => `--add-opens=${each}=ALL-UNNAMED`).join(" ");
    writeFileSync(
      join(spark, "bin/spark-submit"),
      `#!/bin/sh\nexec java ${opened} -Xmx1g -cp '${spark}/jars/*' org.apache.spark.deploy.SparkSubmit --conf spark.ui.port="$PLAYED_UI_PORT" "$@"\n`,
      { mode: 0o755 },
    );
    // not all at once: the API server is in this process, too
    const run = promisify(execFile);
    await run("javac", ["-cp", `${spark}/jars/*`, "-d", classes, `${DEPLOY}check/image/SparkPi.java`]);
    await run("jar", ["--create", "--file", join(examples, "spark-examples_played.jar"), "-C", classes, "."]);
  }
  return spark;
}
