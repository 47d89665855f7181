// What a cluster's machines do for the product's pods, played with real processes of this machine:
// looks at the Deployments of an API server, starts each one's program as its pod says, with the
// environment of its ConfigMaps and its volumes as folders, and reports pods, endpoints and statuses. As on a
// cluster, a pod whose service account is missing is not made. Pods that nobody owns run once.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { PlayedJob } from "./played-job.js";
import { PlayedPod, podAddress } from "./played-pod.js";
import { jarOf } from "./processes.js";
import { DEPLOY } from "./rendered.js";

/** Spark's jars. */
export const JARS = process.env.SPARK_JARS ?? resolve(DEPLOY, "../local/spark/target/jars");

/** Why it cannot be run here, or false. */
export function missing() {
  if (!existsSync(JARS)) {
    return `no Spark in ${JARS}: run 'mvn -f local/spark/pom.xml process-resources' first`;
  }
  return podAddress() === undefined && "this machine has no address but its own loopback";
}

/** A folder as /opt/spark of the history server's image: Spark's jars, and the launcher as the image's script prepares it. */
function sparkHome(folder) {
  const home = join(folder, "spark");
  const launcher = join(home, "history-server");
  if (!existsSync(home) && existsSync(JARS)) {
    mkdirSync(launcher, { recursive: true });
    mkdirSync(join(home, "conf"));
    symlinkSync(JARS, join(home, "jars"));
    copyFileSync(jarOf("history-server"), join(launcher, "launcher.jar"));
    execFileSync("bash", [join(DEPLOY, "image/launcher.sh"), home]);
  }
  return home;
}

export class PlayedNode {
  /**
   * @param url of the API server
   * @param options kubeconfig: file for the product's programs; folder: for logs, volumes and buckets;
   *     settings: environment variables of the product's programs that name what is not on this machine
   */
  constructor(url, { kubeconfig, folder, settings = {} }) {
    Object.assign(this, { url, kubeconfig, folder, settings, spark: sparkHome(folder) });
    this.pods = new Map();
    this.jobs = new Map();
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
    await Promise.all([...this.pods.values(), ...this.jobs.values()].map((pod) => pod.end()));
  }

  /** The address of a program's port, by the name of its Deployment; undefined while it does not run. */
  port(name) {
    return [...this.pods.values()].find((pod) => pod.name === name)?.ports.http;
  }

  async look() {
    await this.giveAccounts();
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
    await this.lookAtJobs();
  }

  async lookAtJobs() {
    const pods = (await this.get("/api/v1/pods")).items.filter(({ metadata }) => metadata.ownerReferences === undefined);
    const uids = new Set(pods.map(({ metadata }) => metadata.uid));
    for (const [uid, job] of [...this.jobs].filter(([each]) => !uids.has(each))) {
      this.jobs.delete(uid);
      await job.end();
    }
    for (const pod of pods) {
      if (!this.jobs.has(pod.metadata.uid)) {
        const job = new PlayedJob(this, pod);
        await job.begin();
        this.jobs.set(pod.metadata.uid, job);
      }
      await this.jobs.get(pod.metadata.uid).report();
    }
  }

  /** Every namespace has a service account of this name, and no other that nobody made. */
  async giveAccounts() {
    const [namespaces, accounts] = await Promise.all(
      ["namespaces", "serviceaccounts"].map(async (plural) => (await this.get(`/api/v1/${plural}`)).items),
    );
    const given = new Set(accounts.filter(({ metadata }) => metadata.name === "default").map(({ metadata }) => metadata.namespace));
    for (const { metadata } of namespaces.filter((each) => !given.has(each.metadata.name))) {
      await this.write("POST", `/api/v1/namespaces/${metadata.name}/serviceaccounts`, { metadata: { name: "default" } });
    }
  }

  /** Why no pod is made of a Deployment, as the API server says it; undefined when one is. */
  async forbidden({ metadata, spec }) {
    const account = spec.template.spec.serviceAccountName ?? "default";
    const response = await fetch(`${this.url}/api/v1/namespaces/${metadata.namespace}/serviceaccounts/${account}`);
    return response.ok
      ? undefined
      : `pods "${metadata.name}-" is forbidden: error looking up service account ${metadata.namespace}/${account}: serviceaccount "${account}" not found`;
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
    const refused = !pod && wanted > 0 && (await this.forbidden(deployment));
    if (!pod && wanted > 0 && !refused) {
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
    if (refused) {
      status.conditions.push({ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: refused });
    }
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
