// The commands of docs/install.md and docs/upgrade.md, typed as they are written, on a cluster with Kubeflow by Helm and on
// one without by kustomize: with Helm's engine, the real kubectl, gateway, provisioner and Spark History Server, and with the service accounts
// that such a cluster has and no others.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { blocks, folderOf } from "./documented.js";
import { helmCommand } from "./helm.js";
import { newFolder } from "./folders.js";
import { PlayedNode, missing } from "./played-node.js";
import { bucketFolder } from "./played-pod.js";
import { standIn, until } from "./processes.js";
import { keys, token } from "./provider.js";
import { DEPLOY } from "./rendered.js";

const ALICE = "alice@my-company.com";

/** What must be as it was after uninstalling. */
const KINDS = [
  "apps/v1/deployments",
  "rbac.authorization.k8s.io/v1/clusterroles",
  "rbac.authorization.k8s.io/v1/clusterrolebindings",
  "rbac.authorization.k8s.io/v1/rolebindings",
  "networking.k8s.io/v1/networkpolicies",
  "networking.k8s.io/v1/ingresses",
  "gateway.networking.k8s.io/v1/httproutes",
  "autoscaling/v2/horizontalpodautoscalers",
  "monitoring.coreos.com/v1/servicemonitors",
  "monitoring.coreos.com/v1/prometheusrules",
  "apiextensions.k8s.io/v1/customresourcedefinitions",
  "sparkhistory.io/v1beta1/sparkhistoryservers",
];
const ISTIO = ["virtualservices", "destinationrules", "sidecars"]
  .map((plural) => `networking.istio.io/v1beta1/${plural}`)
  .concat(["authorizationpolicies", "peerauthentications"].map((plural) => `security.istio.io/v1beta1/${plural}`));

const RBAC = "/apis/rbac.authorization.k8s.io/v1";

function kubeflowRole(role, of) {
  const label = `rbac.authorization.kubeflow.org/aggregate-to-kubeflow-${of}`;
  return [`${RBAC}/clusterroles`, { metadata: { name: `kubeflow-${role}`, labels: of ? { [label]: "true" } : {} } }];
}

/** By overlay: what such a cluster has, and how a request of somebody arrives at the gateway there. */
const CLUSTERS = {
  kubeflow: {
    api: "istio",
    kinds: [...KINDS, ...ISTIO],
    objects: [
      ["/api/v1/namespaces", { metadata: { name: "kubeflow" } }],
      ["/api/v1/namespaces/kubeflow/configmaps", { metadata: { name: "dashboard-config" }, data: { links: '{"menuLinks": []}' } }],
      kubeflowRole("admin"),
      kubeflowRole("edit", "admin"),
      kubeflowRole("view", "edit"),
      [
        "/api/v1/namespaces",
        { metadata: { name: "team-a", annotations: { owner: ALICE }, labels: { "app.kubernetes.io/part-of": "kubeflow-profile" } } },
      ],
      ["/api/v1/namespaces/team-a/serviceaccounts", { metadata: { name: "default-editor" } }],
      ["/api/v1/namespaces/team-a/serviceaccounts", { metadata: { name: "default-viewer" } }],
      [
        `${RBAC}/namespaces/team-a/rolebindings`,
        {
          metadata: { name: "namespaceAdmin" },
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "kubeflow-admin" },
          subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: ALICE }],
        },
      ],
    ],
    identity: (person) => ({
      "kubeflow-userid": person,
      "X-Forwarded-Client-Cert": "URI=spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account",
    }),
  },
  plain: {
    api: "no istio",
    kinds: KINDS,
    objects: [["/api/v1/namespaces", { metadata: { name: "team-a", labels: { "spark-history": "enabled" } } }]],
    identity: (person) => ({
      "x-forwarded-email": person,
      Authorization: `Bearer ${token({ iss: "https://login.my-company.com", aud: "spark-history", sub: person, email: person })}`,
    }),
  },
};

for (const [overlay, cluster] of Object.entries(CLUSTERS)) {
  test(`${overlay}: what is written installs, brings a server that gets ready, and uninstalls`, { skip: missing() }, async () => {
    const folder = newFolder(`installed-${overlay}`);
    cpSync(`${DEPLOY}../examples/eventlogs/billing/history`, join(bucketFolder(folder, "my-bucket"), "pipelines/team-a/history"), {
      recursive: true,
    });
    await standIn(
      async (environment, url) => {
        for (const [path, object] of cluster.objects) {
          const response = await fetch(url + path, { method: "POST", body: JSON.stringify(object) });
          assert.equal(response.status, 201, await response.text());
        }
        const before = await names(url, cluster.kinds);
        const node = new PlayedNode(url, { kubeconfig: environment.KUBECONFIG, folder, settings: { SPARKHISTORY_JWKS: keys() } });
        node.start();
        try {
          await typed({ overlay, cluster, environment, url, node, before });
        } finally {
          await node.stop();
        }
        assert.deepEqual(node.faults, []);
      },
      "PlayedCluster.java",
      [cluster.api],
    );
  });
}

async function typed({ overlay, cluster, environment: { KUBECONFIG }, url, node, before }) {
  const environment = { KUBECONFIG, PATH: `${helmCommand()}:${process.env.PATH}` };
  const cwd = folderOf(overlay);
  for (const block of blocks("install.md", overlay)) {
    await type(block, cwd, environment);
  }
  await looksAround(cluster, url, node);
  for (const block of blocks("upgrade.md", overlay)) {
    await type(block, cwd, environment);
  }
  const after = await names(url, cluster.kinds);
  // the RoleBinding that install.md has an administrator make belongs to them
  assert.deepEqual(after.filter((each) => !/ team-a\/alice$/.test(each)), before);
}

/** Alice's visit wakes her server, which gets ready and lists the logs of its bucket; Bob gets nothing. */
async function looksAround({ identity }, url, node) {
  const visit = (person) =>
    fetch(`http://127.0.0.1:${node.port("spark-history-gateway")}/sparkhistory/team-a/api/v1/applications`, { headers: identity(person) });
  const resource = async () =>
    (await fetch(`${url}/apis/sparkhistory.io/v1beta1/namespaces/team-a/sparkhistoryservers/spark-history-server`)).json();
  assert.equal((await visit("bob@my-company.com")).status, 403);
  let answer;
  await until(async () => {
    const { status } = await resource();
    assert.notEqual(status?.phase, "Failed", JSON.stringify(status?.conditions));
    answer = await visit(ALICE);
    assert.ok([200, 503].includes(answer.status), `${answer.status} ${await answer.clone().text()}`);
    return answer.status === 200 && (await answer.clone().json()).length > 0;
  }, 180);
  await until(async () => (await resource()).status.phase === "Ready");
}

/** Runs a block of commands; throws what it printed when it fails. */
async function type(block, cwd, environment) {
  const child = spawn("bash", ["-ec", block], { cwd, env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  const code = await new Promise((resolve) => child.once("close", resolve));
  assert.equal(code, 0, `${block}\n${output}`);
}

/** Every object of these kinds. */
async function names(url, kinds) {
  const found = [];
  for (const kind of kinds) {
    const response = await fetch(`${url}/apis/${kind}`);
    if (response.status === 404) {
      continue; // its definition is gone
    }
    const { items } = await response.json();
    found.push(...items.map(({ metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`));
  }
  return found.sort();
}
