// A pod of a played cluster: its program as a process of this machine, with the environment of its ConfigMaps and
// its volumes as folders. A folder stands for a bucket.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { dirname, join } from "node:path";
import { freePort, jarOf } from "./processes.js";

/** The folder that stands for a bucket. */
export function bucketFolder(folder, bucket) {
  return join(folder, "buckets", bucket);
}

/** An address of this machine that a pod could have, which the gateway asks for; undefined without one. */
export function podAddress() {
  return Object.values(networkInterfaces())
    .flat()
    .find((each) => each.family === "IPv4" && !each.internal)?.address;
}

const OURS = ["gateway", "provisioner"];

/** A pod, with its program as its Deployment says. */
export class PlayedPod {
  constructor(node, deployment, template) {
    Object.assign(this, { node, deployment, template, ready: false });
    const { namespace, name } = deployment.metadata;
    Object.assign(this, { namespace, name, spec: deployment.spec.template.spec });
    this.container = this.spec.containers[0];
    // of somebody else: it is taken to run as soon as everything that it refers to is there
    this.foreign = !this.container.command && !OURS.includes(this.container.name);
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
    if (this.foreign) {
      await this.settings();
    } else if (!/such-image/.test(this.container.image)) {
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

  /** A text with the places of volumes, ports and a history server's buckets where they are here. */
  moved(text, folders = this.volumes) {
    let moved = text.replaceAll("18080", String(this.ports.http));
    for (const [i, [mountPath]] of folders.entries()) {
      moved = moved.replace(new RegExp(`(?<![\\w.-])(?<!\\w/)${mountPath}(?![\\w-])`, "g"), `@${i}@`);
    }
    moved = moved.replace(/@(\d+)@/g, (whole, i) => folders[i][1]).replaceAll(/(?<![\w/])\/opt\/spark(?![\w-])/g, this.node.spark);
    const place = (whole, bucket) => `file://${bucketFolder(this.node.folder, bucket)}`;
    return this.container.command ? moved.replace(/s3a:\/\/([\w.-]+)/g, place) : moved;
  }

  /** The environment variables that come from ConfigMaps and Secrets. */
  async settings() {
    const settings = {};
    for (const { configMapRef, secretRef } of this.container.envFrom ?? []) {
      const path = configMapRef ? `configmaps/${configMapRef.name}` : `secrets/${secretRef.name}`;
      Object.assign(settings, (await this.node.get(`/api/v1/namespaces/${this.namespace}/${path}`)).data);
    }
    return settings;
  }

  /** Ours start as their image does, the history server with the commands of its pod. */
  async run() {
    const env = { PATH: process.env.PATH, KUBECONFIG: this.node.kubeconfig, KUBERNETES_SERVICE_HOST: "127.0.0.1" };
    Object.assign(env, await this.settings());
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
      Object.entries(this.node.settings).filter(([name]) => name in env).forEach(([name, value]) => (env[name] = value));
      env.SPARKHISTORY_ADMIN = `127.0.0.1:${this.ports["http-metrics"]}`;
      if (module === "gateway") {
        command.push("gateway");
        env.SPARKHISTORY_LISTEN = `127.0.0.1:${this.ports.http}`;
      }
    } else {
      env.SPARK_LOCAL_IP = podAddress();
    }
    const output = openSync(this.log, "a");
    for (const { command: before } of this.spec.initContainers ?? []) {
      await this.complete(before.map((each) => this.moved(each)), env, output);
    }
    this.child = spawn(command[0], command.slice(1), { env, cwd: this.node.folder, stdio: ["ignore", output, output] });
    this.ended = new Promise((resolve) => this.child.once("exit", resolve));
  }

  /** Runs a container that has to end before the others begin. */
  async complete([command, ...args], env, output) {
    const child = spawn(command, args, { env, cwd: this.node.folder, stdio: ["ignore", output, output] });
    const code = await new Promise((resolve) => child.once("exit", resolve));
    if (code !== 0) {
      throw new Error(`${this.path}: ${command} ${args.join(" ")} ended with ${code}`);
    }
  }

  async report() {
    const ready = this.foreign || (this.child !== undefined && (await this.answers()));
    const state = this.child === undefined && !this.foreign ? "image" : `${ready}`;
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
    if (this.child === undefined && !this.foreign) {
      const waiting = { reason: "ErrImagePull", message: `failed to pull ${image}: no such host` };
      const waits = (container) => ({ name: container, image, ready: false, state: { waiting } });
      const waiters = initContainerStatuses.map((each) => waits(each.name));
      return { phase: "Pending", conditions, ...(waiters.length > 0 ? { initContainerStatuses: waiters } : { containerStatuses: [waits(name)] }) };
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
