// The rules of a structural schema in CEL (x-kubernetes-validations), evaluated as an API server does when an
// object is made.
import { CelScalar, celEnv, celFunc, celMethod, isCelError, mapType, parse, plan } from "@bufbuild/cel";
import { strings } from "@bufbuild/cel/ext";

const URL_TYPE = mapType(CelScalar.STRING, CelScalar.STRING);

/** Kubernetes' own functions, as far as somebody's rules call them; any other is an error, and so a refusal. */
const FUNCTIONS = [
  ...strings,
  celFunc("url", [CelScalar.STRING], URL_TYPE, parsed),
  celFunc("isURL", [CelScalar.STRING], CelScalar.BOOL, (text) => isAbsolute(text)),
  ...["Scheme", "Host", "Hostname", "Port"].map((part) =>
    celMethod(`get${part}`, URL_TYPE, [], CelScalar.STRING, function () {
      return this.get(part);
    }),
  ),
];
const ENVIRONMENT = celEnv({ funcs: FUNCTIONS });

/** Go's url.ParseRequestURI: absolute, or a path from the root. */
function isAbsolute(text) {
  return text.startsWith("/") || URL.canParse(text);
}

function parsed(text) {
  if (!isAbsolute(text)) {
    throw new Error(`${text} is no URL`);
  }
  const { protocol, host, hostname, port } = URL.canParse(text) ? new URL(text) : { protocol: "", host: "", hostname: "", port: "" };
  return new Map(Object.entries({ Scheme: protocol.slice(0, -1), Host: host, Hostname: hostname, Port: port }));
}

const plans = new Map();

function planOf(rule) {
  if (!plans.has(rule)) {
    plans.set(rule, plan(ENVIRONMENT, parse(rule)));
  }
  return plans.get(rule);
}

/** The rules of a schema that are no CEL, with why. */
export function unreadable(schema) {
  const own = (schema["x-kubernetes-validations"] ?? []).flatMap(({ rule }) => {
    try {
      planOf(rule);
      return [];
    } catch (e) {
      return [`${rule}: ${e.message}`];
    }
  });
  const inside = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties];
  return [...own, ...inside.filter((each) => each instanceof Object).flatMap(unreadable)];
}

/**
 * What the rules refuse, a sentence each. Rules about what an object was before (oldSelf) say nothing of a
 * new one.
 */
export function brokenRules(schema, value, path = "") {
  if (value === null || value === undefined) {
    return [];
  }
  const own = (schema["x-kubernetes-validations"] ?? [])
    .filter(({ rule }) => !/\boldSelf\b/.test(rule))
    .flatMap((rule) => broken(rule, schema, value, path));
  return [...own, ...parts(schema, value, path).flatMap((part) => brokenRules(...part))];
}

function broken({ rule, message, fieldPath = "", reason }, schema, value, path) {
  const holds = planOf(rule)({ self: bound(schema, value, path === "") });
  if (isCelError(holds)) {
    return [`${path}: Invalid value: the rule ${rule} fails: ${holds.message}`];
  }
  const field = `${path}${fieldPath}`.replace(/^\./, "") || "<nil>";
  const kind = reason === "FieldValueForbidden" ? "Forbidden" : "Invalid value";
  return holds === true ? [] : [`${field}: ${kind}: ${message ?? `failed rule: ${rule}`}`];
}

function parts(schema, value, path) {
  if (Array.isArray(value)) {
    return schema.items ? value.map((each, i) => [schema.items, each, `${path}[${i}]`]) : [];
  }
  if (typeof value !== "object") {
    return [];
  }
  return Object.entries(value)
    .map(([name, each]) => [inside(schema, name), each, path === "" ? name : `${path}.${name}`])
    .filter(([part]) => part instanceof Object);
}

function inside(schema, name) {
  return schema.properties?.[name] ?? schema.additionalProperties;
}

/** A value as rules see it: with the integers of the schema, and fields under names that CEL can read. */
function bound(schema, value, root = false) {
  if (Number.isInteger(value) && schema.type !== "number") {
    return BigInt(value);
  }
  if (Array.isArray(value)) {
    return value.map((each) => bound(schema.items ?? {}, each));
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  const fields = Object.entries(value).map(([name, each]) => {
    const part = inside(schema, name);
    return [schema.properties || root ? readable(name) : name, bound(part instanceof Object ? part : {}, each)];
  });
  return new Map(fields);
}

const RESERVED = new Set(
  "true false null in as break const continue else for function if import let loop package namespace return var void while".split(" "),
);

/** As apiserver/pkg/cel escapes names: a__b, a.b, a-b, a/b and the words of CEL. */
function readable(name) {
  if (RESERVED.has(name)) {
    return `__${name}__`;
  }
  return name.replaceAll("__", "__underscores__").replaceAll(".", "__dot__").replaceAll("-", "__dash__").replaceAll("/", "__slash__");
}
