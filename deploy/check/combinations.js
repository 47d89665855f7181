// The installations that there are by kustomize, and the values of the chart that say the same.
import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { newFolder } from "./folders.js";
import { DEPLOY, render } from "./rendered.js";

const KUBEFLOW = "https://kubeflow.example.com";
const PLAIN = "https://spark-history.example.com";
const TOKEN = { jwks: "https://login.example.com/keys", issuer: "https://login.example.com", audience: "spark-history" };
const plain = { mesh: "none", publicUrl: PLAIN, token: TOKEN };
const hosts = (domain) => ({ tenantHosts: { domain } });

/** By the folders that kustomize renders together: the values that say the same. */
export const COMBINATIONS = {
  "overlays/kubeflow": {},
  "overlays/kubeflow-ambient": { mesh: "ambient" },
  "overlays/plain": plain,
  "overlays/plain-ingress": { ...plain, route: "ingress" },
  "e2e/installation": { mesh: "none", route: "none", signIn: { enabled: false }, defaults: { serviceAccountName: "default" } },
  "overlays/kubeflow-ambient components/http-route": { mesh: "ambient", route: "httpRoute", publicUrl: PLAIN },
  "overlays/kubeflow components/tenant-hosts/istio": { publicUrl: KUBEFLOW, ...hosts("spark.kubeflow.example.com") },
  "overlays/kubeflow-ambient components/tenant-hosts/istio": {
    mesh: "ambient",
    publicUrl: KUBEFLOW,
    ...hosts("spark.kubeflow.example.com"),
  },
  "overlays/plain components/tenant-hosts/http-route": { ...plain, ...hosts("spark-history.example.com") },
  "overlays/plain-ingress components/tenant-hosts/ingress": { ...plain, route: "ingress", ...hosts("spark-history.example.com") },
};

export function defaultsOf(folder) {
  return render(folder).find((each) => each.metadata.name === "spark-history-defaults");
}

/** A folder that has the folders of a combination together, with the address that people are given, if there is one. */
export function combined(name) {
  const { publicUrl } = COMBINATIONS[name];
  const folder = newFolder("combined");
  const [overlay, ...components] = name.split(" ").map((each) => relative(folder, DEPLOY + each));
  const defaults = name === "e2e/installation" ? "\n    behavior: replace\n    files: [defaults.yaml]" : undefined;
  let text = `resources: [${overlay}]\ncomponents: [${components}]\nconfigMapGenerator:\n`;
  if (publicUrl && components.every((each) => !each.includes("tenant-hosts"))) {
    text += `  - name: spark-history-provisioner\n    namespace: spark-history\n    behavior: merge\n    literals: [SPARKHISTORY_PUBLIC_URL=${publicUrl}]\n`;
  }
  if (defaults) {
    writeFileSync(join(folder, "defaults.yaml"), defaultsOf("overlays/plain").data["defaults.yaml"]);
    text += `  - name: spark-history-defaults\n    namespace: spark-history${defaults}\n`;
  }
  writeFileSync(join(folder, "kustomization.yaml"), text);
  return folder;
}
