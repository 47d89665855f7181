// What a cluster's machines do for the product's pods, played with real processes of this machine:
// looks at the Deployments of an API server, starts each one's program as its pod says, with the
// environment of its ConfigMaps and its volumes as folders, and reports pods, endpoints and statuses.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { dirname, join } from "node:path";
import { freePort, jarOf } from "./processes.js";

/** An address of this machine that a pod could have, which the gateway asks for; undefined without one. */
export function podAddress() {
  return Object.values(networkInterfaces())
    .flat()
    .find((each) => each.family === "IPv4" && !each.internal)?.address;
}

export class PlayedNode {
  /**
   * @param url of the API server
   * @param options kubeconfig: file for the product's programs; jars: folder of Spark's jars; folder: for
   *     logs and volumes
   */
  constructor(url, { kubeconfig, jars, folder }) {
    Object.assign(this, { url, kubeconfig, jars, folder });
    this.pods = new Map();
    this.faults = [];
  }

  /** Looks and acts until it is stopped. */
  start() {
    this.working = (async () => {
      while (!this.stopped) {
        await this.look().catch((e) => this.faults.push(String(e.stack ?? e)));
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    })();
  }

  async stop() {
    this.stopped = true;
    await this.working;
    await Promise.all([...this.pods.values()].map((pod) => pod.end()));
  }

  /** The address of a program's port, by the name of its Deployment; undefined while it does not run. */
  port(name) {
    return [...this.pods.values()].find((pod) => pod.name === name)?.ports.http;
  }

  async look() {
    const deployments = (await this.get("/apis/apps/v1/deployments")).items;
    const uids = new Set(deployments.map((each) => each.metadata.uid));
    for (const [key, pod] of this.pods) {
      if (!uids.has(pod.deployment.metadata.uid)) {
        await this.remove(key, pod);
      }
    }
    for (const deployment of deployments) {
      await this.reconcile(deployment);
    }
  }

  async reconcile(deployment) {
    const { namespace, name, uid, generation } = deployment.metadata;
    const wanted = deployment.spec.replicas ?? 1;
    const key = `${namespace}/${name}`;
    const template = JSON.stringify(deployment.spec.template);
    let pod = this.pods.get(key);
    if (pod && (wanted === 0 || pod.template !== template)) {
      await this.remove(key, pod);
      pod = undefined;
    }
    if (!pod && wanted > 0) {
      pod = new PlayedPod(this, deployment, template);
      this.pods.set(key, pod);
      try {
        await pod.begin();
      } catch (e) {
        this.pods.delete(key);
        await pod.end();
        if ((await fetch(`${this.url}/apis/apps/v1/namespaces/${namespace}/deployments/${name}`)).ok) {
          throw e;
        }
        return; // it went meanwhile, and what it needs went with it
      }
    }
    await pod?.report();
    // one process stands for all replicas
    const ready = pod?.ready ? wanted : 0;
    const status = { observedGeneration: generation, replicas: wanted, updatedReplicas: wanted };
    Object.assign(status, { readyReplicas: ready, availableReplicas: ready, unavailableReplicas: wanted - ready });
    status.conditions = [{ type: "Available", status: ready ? "True" : "False", reason: "Played" }];
    if (JSON.stringify(deployment.status) !== JSON.stringify(status)) {
      await this.write("PATCH", `/apis/apps/v1/namespaces/${namespace}/deployments/${name}/status`, { status }, uid);
    }
  }

  async remove(key, pod) {
    this.pods.delete(key);
    await pod.end();
    await this.write("DELETE", `${pod.path}`);
    await this.write("DELETE", `${pod.slicePath}`);
  }

  async get(path) {
    const response = await fetch(this.url + path);
    if (!response.ok) {
      throw new Error(`GET ${path}: ${response.status}`);
    }
    return response.json();
  }

  /** What is gone meanwhile is no fault. */
  async write(method, path, object) {
    const response = await fetch(this.url + path, {
      method,
      headers: { "Content-Type": method === "PATCH" ? "application/merge-patch+json" : "application/json" },
      body: object && JSON.stringify(object),
    });
    if (!response.ok && response.status !== 404) {
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    }
    return response.status;
  }
}

/** A pod: its program, started as its Deployment says. */
class PlayedPod {
  constructor(node, deployment, template) {
    Object.assign(this, { node, deployment, template, ready: false });
    const { namespace, name } = deployment.metadata;
    Object.assign(this, { namespace, name, spec: deployment.spec.template.spec });
    this.container = this.spec.containers[0];
    this.path = `/api/v1/namespaces/${namespace}/pods/${name}-0`;
    this.slicePath = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices/${name}-0`;
    this.ports = {};
  }

  async begin() {
    const { namespace, name, deployment } = this;
    const metadata = { name: `${name}-0`, labels: deployment.spec.template.metadata.labels };
    metadata.ownerReferences = [
      { apiVersion: "apps/v1", kind: "Deployment", name, uid: deployment.metadata.uid, controller: true },
    ];
    await this.node.write("POST", dirname(this.path), { metadata, spec: this.spec, status: { phase: "Pending" } });
    const slice = { metadata: { name: `${name}-0`, ownerReferences: metadata.ownerReferences } };
    slice.metadata.labels = {
      "kubernetes.io/service-name": name,
      "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
      ...deployment.spec.template.metadata.labels,
    };
    Object.assign(slice, { addressType: "IPv4", endpoints: [], ports: [] });
    await this.node.write("POST", dirname(this.slicePath), slice);
    if (!/such-image/.test(this.container.image)) {
      for (const { name: port } of this.container.ports) {
        this.ports[port] = await freePort();
      }
      this.volumes = await this.mounted();
      await this.run();
    }
    this.log = join(this.node.folder, `${namespace}-${name}.log`);
  }

  /** A folder for each place where something is mounted, with what ConfigMaps have in it. */
  async mounted() {
    const folders = [];
    for (const { name, mountPath } of this.container.volumeMounts) {
      const volume = this.spec.volumes.find((each) => each.name === name);
      const folder = volume.hostPath?.path ?? mkdtempSync(join(this.node.folder, "volume-"));
      folders.push([mountPath, folder, volume.configMap?.name]);
    }
    // the longest first: /tmp/x is not in /tmp
    folders.sort(([a], [b]) => b.length - a.length);
    for (const [, folder, configMap] of folders.filter(([, , name]) => name)) {
      const map = await this.node.get(`/api/v1/namespaces/${this.namespace}/configmaps/${configMap}`);
      for (const [name, text] of Object.entries(map.data)) {
        writeFileSync(join(folder, name), this.moved(text, folders));
      }
    }
    return folders;
  }

  /** A text with the places of volumes and ports where they are here. */
  moved(text, folders = this.volumes) {
    let moved = text.replaceAll("18080", String(this.ports.http));
    for (const [i, [mountPath]] of folders.entries()) {
      moved = moved.replace(new RegExp(`(?<![\\w.-])(?<!\\w/)${mountPath}(?![\\w-])`, "g"), `@${i}@`);
    }
    return moved.replace(/@(\d+)@/g, (whole, i) => folders[i][1]).replaceAll("/opt/spark/jars", this.node.jars);
  }

  /** Ours start as their image does, the history server with the command of its pod. */
  async run() {
    const env = { PATH: process.env.PATH, KUBECONFIG: this.node.kubeconfig, KUBERNETES_SERVICE_HOST: "127.0.0.1" };
    for (const { configMapRef } of this.container.envFrom ?? []) {
      const path = `/api/v1/namespaces/${this.namespace}/configmaps/${configMapRef.name}`;
      Object.assign(env, (await this.node.get(path)).data);
    }
    (this.container.env ?? []).forEach(({ name, value }) => (env[name] = value));
    for (const name of Object.keys(env).filter((each) => each.startsWith("SPARKHISTORY_") || each.startsWith("JAVA"))) {
      env[name] = this.moved(env[name]);
    }
    this.log = join(this.node.folder, `${this.namespace}-${this.name}.log`);
    let command = this.container.command?.map((each) => this.moved(each));
    if (!command) {
      const module = this.container.name;
      command = ["java", "-jar", jarOf(module)];
      // the ports of the settings may be taken on this machine
      env.SPARKHISTORY_ADMIN = `127.0.0.1:${this.ports["http-metrics"]}`;
      if (module === "gateway") {
        command.push("gateway");
        env.SPARKHISTORY_LISTEN = `127.0.0.1:${this.ports.http}`;
      }
    } else {
      env.SPARK_LOCAL_IP = podAddress();
    }
    const output = openSync(this.log, "a");
    this.child = spawn(command[0], command.slice(1), { env, cwd: this.node.folder, stdio: ["ignore", output, output] });
    this.ended = new Promise((resolve) => this.child.once("exit", resolve));
  }

  async report() {
    const ready = this.child !== undefined && (await this.answers());
    const state = this.child === undefined ? "image" : `${ready}`;
    if (state === this.reported) {
      return;
    }
    this.ready = ready;
    await this.node.write("PATCH", this.path, { status: this.status() });
    const endpoint = { addresses: [podAddress()], conditions: { ready }, targetRef: { kind: "Pod", namespace: this.namespace, name: `${this.name}-0` } };
    const ports = [{ name: "http", port: this.ports.http ?? 1, protocol: "TCP" }];
    await this.node.write("PATCH", this.slicePath, { endpoints: ready ? [endpoint] : [], ports });
    this.reported = state;
  }

  status() {
    const now = new Date().toISOString().replace(/\.\d+/, "");
    const at = { lastTransitionTime: now };
    const initContainerStatuses = (this.spec.initContainers ?? []).map(({ name }) => ({ name, state: { terminated: { exitCode: 0 } } }));
    const conditions = [{ type: "PodScheduled", status: "True", ...at }, { type: "Ready", status: this.ready ? "True" : "False", ...at }];
    const { name, image } = this.container;
    if (this.child === undefined) {
      const waiting = { reason: "ErrImagePull", message: `failed to pull ${image}: no such host` };
      const waits = (container) => ({ name: container, image, ready: false, state: { waiting } });
      return { phase: "Pending", conditions, initContainerStatuses: initContainerStatuses.map((each) => waits(each.name)) };
    }
    const containerStatuses = [{ name, image, ready: this.ready, state: { running: { startedAt: now } } }];
    return { phase: "Running", conditions, initContainerStatuses, containerStatuses };
  }

  /** As the readiness probe asks. */
  async answers() {
    const { path, port } = this.container.readinessProbe.httpGet;
    const host = this.container.command ? podAddress() : "127.0.0.1";
    try {
      return (await fetch(`http://${host}:${this.ports[port]}${path}`, { signal: AbortSignal.timeout(5000) })).ok;
    } catch {
      return false;
    }
  }

  async end() {
    this.child?.kill("SIGTERM");
    await this.ended;
  }
}

/**
 * A kubectl in a folder for the PATH: the real one, but for the two commands that need a machine. The way
 * to a service is to be found in the file "port", what pods printed in files of the folder.
 */
export function kubectlOf(folder, real) {
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(
    join(folder, "bin/kubectl"),
    `#!/usr/bin/env node
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const net = require("node:net");
const args = process.argv.slice(2);
const folder = ${JSON.stringify(folder)};
if (args.includes("port-forward")) {
  const local = Number(args.at(-1).split(":")[0]);
  net.createServer((client) => {
    const server = net.connect(Number(fs.readFileSync(folder + "/port", "utf8")), "127.0.0.1");
    client.pipe(server).pipe(client);
    client.on("error", () => server.destroy());
    server.on("error", () => client.destroy());
  }).listen(local, "127.0.0.1");
} else if (args.includes("logs")) {
  process.stdout.write(fs.readFileSync(folder + "/" + args[args.indexOf("-n") + 1] + "-spark-history-server.log"));
} else {
  process.exitCode = spawnSync(${JSON.stringify(real)}, args, { stdio: "inherit" }).status ?? 1;
}
`,
    { mode: 0o755 },
  );
  return join(folder, "bin");
}
