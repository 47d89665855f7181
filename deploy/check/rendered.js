// What kustomize makes of a folder below deploy/.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";

/** The folder deploy/, with a slash at the end. */
export const DEPLOY = fileURLToPath(new URL("../", import.meta.url));

/** Every folder that somebody applies. */
export const APPLIED = ["crd", "overlays/kubeflow", "overlays/plain", "e2e/installation", "monitoring"];

/** The objects of a folder, in the order in which they are applied. Throws what kubectl says. */
export function render(folder) {
  const text = execFileSync("kubectl", ["kustomize", DEPLOY + folder], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return parseAllDocuments(text).map((document) => {
    if (document.errors.length > 0) {
      throw new Error(`${folder}: ${document.errors[0].message}`);
    }
    return document.toJS();
  });
}

/** What an object is called in messages. */
export function title(object) {
  const namespace = object.metadata.namespace ? `${object.metadata.namespace}/` : "";
  return `${object.kind} ${namespace}${object.metadata.name}`;
}

/** The objects of one kind. */
export function ofKind(objects, kind) {
  return objects.filter((object) => object.kind === kind);
}

/** What the container of this Deployment gets from ConfigMaps as environment variables. */
export function settings(objects, name) {
  const [container] = ofKind(objects, "Deployment").find((each) => each.metadata.name === name).spec.template.spec
    .containers;
  const maps = ofKind(objects, "ConfigMap");
  const named = container.envFrom.map(({ configMapRef }) =>
    maps.find((each) => each.metadata.name === configMapRef.name),
  );
  return Object.assign({}, ...named.map((each) => each.data));
}
