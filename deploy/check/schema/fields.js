// Fields that a structural schema does not have, and those that it fills in.

/** Fields of every object that its schema need not name. */
const ROOT = ["apiVersion", "kind", "metadata"];

const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** The paths of unknown fields, as strict field validation refuses them. */
export function unknownFields(schema, value, path = "") {
  if (Array.isArray(value)) {
    return value.flatMap((each, i) => (schema.items ? unknownFields(schema.items, each, `${path}[${i}]`) : []));
  }
  if (!isMap(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([name, each]) => {
    const at = path === "" ? name : `${path}.${name}`;
    const inside = schema.properties?.[name] ?? schema.additionalProperties;
    if (path === "" && ROOT.includes(name)) {
      return [];
    }
    if (inside instanceof Object) {
      return unknownFields(inside, each, at);
    }
    return inside === true || schema["x-kubernetes-preserve-unknown-fields"] ? [] : [at];
  });
}

/** A copy with the schema's defaults. Null counts as missing where it may not be and there is a default. */
export function defaulted(schema, value) {
  if (Array.isArray(value)) {
    return value.map((each) => (schema.items ? defaulted(schema.items, each) : each));
  }
  if (!isMap(value)) {
    return value;
  }
  const filled = { ...value };
  for (const [name, inside] of Object.entries(schema.properties ?? {})) {
    const missing = filled[name] === undefined || (filled[name] === null && !inside.nullable);
    if (missing && inside.default !== undefined) {
      filled[name] = structuredClone(inside.default);
    }
  }
  for (const [name, each] of Object.entries(filled)) {
    const inside = schema.properties?.[name] ?? schema.additionalProperties;
    filled[name] = inside instanceof Object ? defaulted(inside, each) : each;
  }
  return filled;
}
