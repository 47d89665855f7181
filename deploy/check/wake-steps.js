// Where the time of a wake goes that is not Spark's: `node wake-steps.js [WAKES]` prints the medians of each step, with the
// real gateway and the real provisioner at a stand-in for an API server. The node and the history server are played
// and need no time, so what is left is the product's.
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { podAddress } from "./played-pod.js";
import { freePort, running, standIn, until } from "./processes.js";

const NAMESPACE = "team-a";
const SERVER = "spark-history-server";
const LEASE = `/apis/coordination.k8s.io/v1/namespaces/${NAMESPACE}/leases/spark-history-activity`;
const DEPLOYMENT = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/${SERVER}`;
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;
const SLICES = `/apis/discovery.k8s.io/v1/namespaces/${NAMESPACE}/endpointslices`;
const RESOURCE = `/apis/sparkhistory.io/v1beta1/namespaces/${NAMESPACE}/sparkhistoryservers/${SERVER}`;

/** Each step with the moment at its end. */
export const STEPS = [
  ["the gateway renews the Lease", "renewed"],
  ["the provisioner scales the Deployment", "scaled"],
  ["the pod's container starts (played)", "started"],
  ["the pod is ready (played)", "ready"],
  ["the EndpointSlice has its address (played)", "endpoint"],
  ["the gateway's answer has passed", "answered"],
];

/** The milliseconds of each step of so many wakes, in the order of STEPS. */
export function wakes(count) {
  return standIn(async (environment, url) => {
    const cluster = new Played(url);
    const listen = `127.0.0.1:${await freePort()}`;
    await cluster.start();
    try {
      return await running("provisioner", ["--cleaning-time", "5s"], environment, () =>
        running("gateway", ["gateway", "--kubernetes", "--listen", listen], environment, async (admin) => {
          await until(async () => (await fetch(`${admin}/readyz`)).ok);
          const all = [];
          for (let i = 0; i < count; i++) {
            await cluster.sleep();
            all.push(await cluster.wake(`http://${listen}/sparkhistory/${NAMESPACE}/api/v1/applications`));
          }
          return all;
        }),
      );
    } finally {
      await cluster.stop();
    }
  });
}

/** A node whose pods start and are ready at once, and a history server that answers at once. */
class Played {
  constructor(url) {
    Object.assign(this, { url, moments: {}, awake: undefined, faults: [], ending: new AbortController() });
  }

  async start() {
    this.server = createServer((request, response) => {
      const list = request.url.includes("/api/");
      response.setHeader("Content-Type", list ? "application/json" : "text/html");
      response.end(list ? "[]" : '<html><title>History Server</title><span id="last-updated">0</span></html>');
    });
    await new Promise((resolve) => this.server.listen(0, podAddress(), resolve));
    await this.write("PATCH", RESOURCE, { spec: { idleTimeout: "30m", cleaner: { enabled: false } } });
    this.watch("/apis/coordination.k8s.io/v1/leases", ({ spec }) => this.renewed(spec?.renewTime));
    this.watch("/apis/apps/v1/deployments", (deployment) => this.scaled(deployment));
  }

  async stop() {
    this.ending.abort();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    if (this.faults.length > 0) {
      throw new Error(this.faults.join("\n"));
    }
  }

  /** Nobody has looked for hours. */
  async sleep() {
    await until(async () => (await fetch(this.url + LEASE)).ok);
    await until(() => this.awake !== undefined);
    const renewTime = new Date(Date.now() - 5 * 3_600_000).toISOString().replace("Z", "000Z");
    await this.write("PATCH", LEASE, { spec: { renewTime } });
    await until(() => this.awake === false);
    await until(async () => (await (await fetch(this.url + RESOURCE)).json()).status?.phase === "Asleep");
    this.last = renewTime;
  }

  /** A program asks, and is held until the server is there. */
  async wake(address) {
    this.moments = {};
    const begun = performance.now();
    const response = await fetch(address, { headers: { "kubeflow-userid": "visitor@example.com" } });
    await response.text();
    if (response.status !== 200) {
      throw new Error(`${address}: ${response.status}`);
    }
    this.moments.answered = performance.now();
    let before = begun;
    return STEPS.map(([, moment]) => {
      const took = this.moments[moment] - before;
      before = this.moments[moment];
      return took;
    });
  }

  renewed(time) {
    if (time !== this.last) {
      this.moments.renewed ??= performance.now();
    }
  }

  async scaled({ spec }) {
    const awake = spec.replicas === 1;
    if (awake === this.awake) {
      return;
    }
    this.awake = awake;
    if (awake) {
      this.moments.scaled ??= performance.now();
      await this.begin(spec.template);
    } else {
      await this.write("DELETE", `${SLICES}/${SERVER}-0`);
      await this.write("DELETE", `${PODS}/${SERVER}-0`);
    }
  }

  async begin(template) {
    const { name, image } = template.spec.containers[0];
    const now = { lastTransitionTime: new Date().toISOString().replace(/\.\d+/, "") };
    const status = (ready) => ({
      phase: "Running",
      conditions: [{ type: "PodScheduled", status: "True", ...now }, { type: "Ready", status: ready ? "True" : "False", ...now }],
      containerStatuses: [{ name, image, ready, state: { running: { startedAt: now.lastTransitionTime } } }],
    });
    const { labels } = template.metadata;
    await this.write("POST", PODS, { metadata: { name: `${SERVER}-0`, labels }, spec: template.spec, status: status(false) });
    this.moments.started = performance.now();
    await this.write("PATCH", `${PODS}/${SERVER}-0`, { status: status(true) });
    this.moments.ready = performance.now();
    const slice = { metadata: { name: `${SERVER}-0` }, addressType: "IPv4" };
    slice.metadata.labels = { ...labels, "kubernetes.io/service-name": SERVER, "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io" };
    const targetRef = { kind: "Pod", namespace: NAMESPACE, name: `${SERVER}-0` };
    slice.endpoints = [{ addresses: [podAddress()], conditions: { ready: true }, targetRef }];
    slice.ports = [{ name: "http", port: this.server.address().port, protocol: "TCP" }];
    await this.write("POST", SLICES, slice);
    this.moments.endpoint = performance.now();
  }

  /** Follows a kind of object; what is there already comes first. */
  watch(path, take) {
    const follow = async () => {
      const { items, metadata } = await (await fetch(this.url + path)).json();
      items.forEach(take);
      const { signal } = this.ending;
      const response = await fetch(`${this.url}${path}?watch=1&resourceVersion=${metadata.resourceVersion}`, { signal });
      let rest = "";
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop();
        for (const line of lines.filter((each) => each)) {
          const { type, object } = JSON.parse(line);
          if (type === "ADDED" || type === "MODIFIED") {
            Promise.resolve(take(object)).catch((e) => this.faults.push(String(e)));
          }
        }
      }
    };
    follow().catch((e) => this.ending.signal.aborted || this.faults.push(`${path}: ${e}`));
  }

  async write(method, path, object) {
    const response = await fetch(this.url + path, {
      method,
      headers: { "Content-Type": method === "PATCH" ? "application/merge-patch+json" : "application/json" },
      body: object && JSON.stringify(object),
    });
    if (!response.ok && !(method === "DELETE" && response.status === 404)) {
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    }
  }
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all = await wakes(Number(process.argv[2] ?? 9));
  STEPS.forEach(([step], i) => console.log(`| ${step} | ${Math.round(median(all.map((wake) => wake[i])))} |`));
  console.log(`| together | ${Math.round(median(all.map((wake) => wake.reduce((a, b) => a + b))))} |`);
}
