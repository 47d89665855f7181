// The objects that clients write in protobuf instead of JSON: "kubectl create rolebinding" does, and Helm with the Secrets of its
// releases. Field numbers are those of generated.proto in k8s.io/api and k8s.io/apimachinery.
const MAGIC = Buffer.from("k8s\0");

/** Maps of names to texts, and to bytes, which are written in base64. */
const TEXTS = (entry) => [String(entry[0]), String(entry[1] ?? "")];
const BYTES = (entry) => [String(entry[0]), (entry[1] ?? Buffer.alloc(0)).toString("base64")];

const METADATA = { 1: "name", 2: "generateName", 3: "namespace", 6: "resourceVersion", 11: ["labels", TEXTS], 12: ["annotations", TEXTS] };
const SHAPES = {
  "rbac.authorization.k8s.io/v1 RoleBinding": {
    1: ["metadata", METADATA],
    2: [["subjects"], { 1: "kind", 2: "apiGroup", 3: "name", 4: "namespace" }],
    3: ["roleRef", { 1: "apiGroup", 2: "kind", 3: "name" }],
  },
  "v1 Secret": { 1: ["metadata", METADATA], 2: ["data", BYTES], 3: "type" },
  "v1 Namespace": { 1: ["metadata", METADATA] },
  "v1 DeleteOptions": { 4: "propagationPolicy" },
};

/** The object of a body. Throws for a kind that is not known here. */
export function decoded(body) {
  if (!body.subarray(0, 4).equals(MAGIC)) {
    throw new Error("this is no object of Kubernetes in protobuf");
  }
  const { type, raw } = message(body.subarray(4), { 1: ["type", { 1: "apiVersion", 2: "kind" }], 2: "raw" }, (bytes) => bytes);
  const [apiVersion, kind] = [type.apiVersion, type.kind].map(String);
  const shape = SHAPES[`${apiVersion} ${kind}`];
  if (!shape) {
    throw new Error(`${apiVersion} ${kind} in protobuf is not known here`);
  }
  return { apiVersion, kind, ...message(raw ?? Buffer.alloc(0), shape, String) };
}

/** The known fields of a message: number to a name, to [name, shape] or [name, map], or to [[name], shape] where it is a list. */
function message(bytes, shape, scalar) {
  const found = {};
  for (const [number, value] of fields(bytes)) {
    const [name, inside] = [shape[number]].flat();
    if (typeof inside === "function") {
      const { 0: key, 1: entry } = message(value, { 1: "0", 2: "1" }, (part) => part);
      Object.assign((found[name] ??= {}), Object.fromEntries([inside([key, entry])]));
      continue;
    }
    const part = inside ? message(value, inside, scalar) : scalar(value);
    if (Array.isArray(name)) {
      (found[name] ??= []).push(part);
    } else if (name && value.length > 0) {
      found[name] = part;
    }
  }
  return found;
}

/** Numbers and bytes of the fields that have a length; the others are passed over. */
function* fields(bytes) {
  let at = 0;
  const number = () => {
    let [value, shift] = [0, 0];
    do {
      value |= (bytes[at] & 0x7f) << shift;
      shift += 7;
    } while (bytes[at++] & 0x80);
    return value;
  };
  while (at < bytes.length) {
    const tag = number();
    if ((tag & 7) === 2) {
      const length = number();
      yield [tag >> 3, bytes.subarray(at, (at += length))];
    } else if ((tag & 7) === 0) {
      number();
    } else {
      throw new Error(`a field of wire type ${tag & 7}`);
    }
  }
}
