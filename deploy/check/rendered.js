// What kustomize makes of a folder below deploy/.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, parseAllDocuments } from "yaml";
import { newFolder } from "./folders.js";

/** The folder deploy/, with a slash at the end. */
export const DEPLOY = fileURLToPath(new URL("../", import.meta.url));

// check makes folders of its own, and helm has links to the others
const FOUND = readdirSync(DEPLOY, { withFileTypes: true })
  .filter((each) => each.isDirectory() && !["check", "helm"].includes(each.name))
  .flatMap(({ name }) => readdirSync(DEPLOY + name, { recursive: true }).map((path) => join(name, path)))
  .filter((path) => path.endsWith("/kustomization.yaml"))
  .map((path) => path.replace("/kustomization.yaml", ""))
  .sort();

const kustomization = (folder) => parse(readFileSync(`${DEPLOY}${folder}/kustomization.yaml`, "utf8"));
const isComponent = (folder) => kustomization(folder).kind === "Component";

/** Every folder that makes objects by itself. */
export const APPLIED = FOUND.filter((folder) => !isComponent(folder));

/** What installs the product as a whole. */
export const OVERLAYS = APPLIED.filter((folder) => folder.startsWith("overlays/") || folder === "e2e/installation");

/** The overlays that a component changes: those that it names in an annotation, or all. One that is a part of overlays names none. */
function changedBy(component) {
  const named = kustomization(component).metadata?.annotations?.["sparkhistory.io/overlay"];
  return named?.split(" ").filter((each) => each !== "") ?? OVERLAYS;
}

/** Every folder that changes an overlay, paired with each that it changes. */
export const COMBINED = FOUND.filter(isComponent).flatMap((folder) => changedBy(folder).map((overlay) => [folder, overlay]));

/** The objects of an overlay with a component. */
export function renderWith(component, overlay) {
  const folder = newFolder("combined");
  const [resource, part] = [overlay, component].map((each) => relative(folder, DEPLOY + each));
  writeFileSync(join(folder, "kustomization.yaml"), `resources: [${resource}]\ncomponents: [${part}]\n`);
  return rendered(folder);
}

const made = new Map();

/** The objects of a folder, in the order in which they are applied; made once. Throws what kubectl says. */
export function render(folder) {
  if (!made.has(folder)) {
    made.set(folder, rendered(DEPLOY + folder));
  }
  return structuredClone(made.get(folder));
}

/** The objects of any folder. */
export function rendered(folder) {
  const text = execFileSync("kubectl", ["kustomize", folder], {
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
  const { namespace, name, generateName } = object.metadata ?? {};
  return `${object.kind} ${namespace ? `${namespace}/` : ""}${name ?? generateName}`;
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
  const named = container.envFrom.filter((each) => each.configMapRef).map(({ configMapRef }) =>
    maps.find((each) => each.metadata.name === configMapRef.name),
  );
  return Object.assign({}, ...named.map((each) => each.data));
}
