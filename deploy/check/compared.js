// Objects by kustomize and by Helm, which have to be the same but for what the two ways do differently.
import assert from "node:assert/strict";
import { parse } from "yaml";
import { title } from "./rendered.js";

/** Fails with the first object that differs, or that only one of the two has. */
export function compare(made, expected) {
  const [ours, theirs] = [made, expected].map((objects) => {
    const named = objects.filter((each) => each.kind !== "Namespace").map((each) => [title(each), comparable(each)]);
    return Object.fromEntries(named.map(([, each]) => [title(each), each]));
  });
  assert.deepEqual(Object.keys(ours).sort(), Object.keys(theirs).sort());
  for (const name of Object.keys(theirs)) {
    assert.deepEqual(ours[name], theirs[name], name);
  }
}

/** The object without what has to differ: the hash in the name of a ConfigMap, which Helm has as an annotation of the pods, and the mesh's labels of pods. */
function comparable(object) {
  const copy = structuredClone(object);
  const withoutHash = (name) => name.replace(/-[a-z0-9]{10}$/, "");
  if (copy.kind === "ConfigMap") {
    copy.metadata.name = withoutHash(copy.metadata.name);
    if (copy.data?.["defaults.yaml"]) {
      copy.data["defaults.yaml"] = parse(copy.data["defaults.yaml"]);
    }
  }
  if (copy.kind === "Deployment") {
    const { metadata, spec } = copy.spec.template;
    delete metadata.annotations?.["checksum/options"];
    if (Object.keys(metadata.annotations ?? {}).length === 0) {
      delete metadata.annotations;
    }
    delete metadata.labels["sidecar.istio.io/inject"];
    delete metadata.labels["istio.io/dataplane-mode"];
    spec.containers.flatMap((each) => each.envFrom ?? []).filter((each) => each.configMapRef).forEach(({ configMapRef }) => {
      configMapRef.name = withoutHash(configMapRef.name);
    });
    spec.containers.flatMap((each) => each.envFrom ?? []).filter((each) => each.secretRef).forEach(({ secretRef }) => {
      secretRef.name = withoutHash(secretRef.name);
    });
  }
  return copy;
}
