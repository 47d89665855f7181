// What the validations of a structural schema say of a value: types, ranges, patterns, enumerations, and
// their combinations (apiextensions.k8s.io/v1, JSONSchemaProps).
import { isDeepStrictEqual } from "node:util";
import { RE2JS } from "@bufbuild/re2";
import { hasFormat } from "./formats.js";

/** Keywords that are read here or elsewhere, or that only describe. */
const KNOWN = new Set([
  ..."type format enum pattern minimum maximum exclusiveMinimum exclusiveMaximum multipleOf".split(" "),
  ..."minLength maxLength minItems maxItems minProperties maxProperties required nullable".split(" "),
  ..."properties additionalProperties items oneOf anyOf allOf not default description title example".split(" "),
  ..."x-kubernetes-int-or-string x-kubernetes-list-type x-kubernetes-list-map-keys x-kubernetes-map-type".split(" "),
  ..."x-kubernetes-preserve-unknown-fields x-kubernetes-validations".split(" "),
]);

const TYPES = {
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === "number",
  array: (value) => Array.isArray(value),
  object: (value) => value !== null && typeof value === "object" && !Array.isArray(value),
};

/** What is wrong with a value, a sentence each, with the path of the field. */
export function wrongValues(schema, value, path = "") {
  const foreign = Object.keys(schema).filter((keyword) => !KNOWN.has(keyword));
  if (foreign.length > 0) {
    throw new Error(`${path}: the schema's ${foreign} is not known to this check`);
  }
  if (value === null && schema.nullable) {
    return [];
  }
  const type = wrongType(schema, value);
  if (type) {
    return [`${path}: Invalid value: ${type}`];
  }
  const own = [...wrongNumber(schema, value), ...wrongText(schema, value), ...wrongSize(schema, value)];
  const choice = [...wrongChoice(schema, value), ...wrongCombination(schema, value)];
  return [...[...own, ...choice].map((what) => `${path}: Invalid value: ${what}`), ...inside(schema, value, path)];
}

function wrongType(schema, value) {
  const asked = schema["x-kubernetes-int-or-string"] ? ["integer", "string"] : [schema.type];
  if (asked[0] === undefined || asked.some((type) => TYPES[type](value))) {
    return undefined;
  }
  return `must be of type ${asked.join(" or ")}: ${JSON.stringify(value)}`;
}

function wrongNumber(schema, value) {
  if (typeof value !== "number") {
    return [];
  }
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const wrong = [];
  if (value < minimum || (exclusiveMinimum && value === minimum)) {
    wrong.push(`${value} is less than ${minimum}`);
  }
  if (value > maximum || (exclusiveMaximum && value === maximum)) {
    wrong.push(`${value} is greater than ${maximum}`);
  }
  if (multipleOf !== undefined && value % multipleOf !== 0) {
    wrong.push(`${value} is no multiple of ${multipleOf}`);
  }
  return wrong;
}

function wrongText(schema, value) {
  if (typeof value !== "string") {
    return [];
  }
  const length = [...value].length;
  const wrong = [];
  if (length < schema.minLength || length > schema.maxLength) {
    wrong.push(`"${value}" has ${length} characters`);
  }
  if (schema.pattern !== undefined && !RE2JS.compile(schema.pattern).test(value)) {
    wrong.push(`"${value}" does not match ${schema.pattern}`);
  }
  return wrong;
}

function wrongSize(schema, value) {
  const wrong = [];
  if (Array.isArray(value)) {
    if (value.length < schema.minItems || value.length > schema.maxItems) {
      wrong.push(`has ${value.length} items`);
    }
    const keys = schema["x-kubernetes-list-map-keys"]?.map((key) => [key, schema.items.properties[key]?.default]);
    const marks = value.map((each) => JSON.stringify(keys ? keys.map(([key, other]) => each[key] ?? other) : each));
    if (["set", "map"].includes(schema["x-kubernetes-list-type"]) && new Set(marks).size < marks.length) {
      wrong.push(`Duplicate value: ${marks.find((mark, i) => marks.indexOf(mark) !== i)}`);
    }
  } else if (TYPES.object(value)) {
    const size = Object.keys(value).length;
    if (size < schema.minProperties || size > schema.maxProperties) {
      wrong.push(`has ${size} fields`);
    }
  }
  return wrong;
}

function wrongChoice(schema, value) {
  const wrong = [];
  if (schema.enum !== undefined && !schema.enum.some((each) => isDeepStrictEqual(each, value))) {
    wrong.push(`${JSON.stringify(value)} is none of ${schema.enum.join(", ")}`);
  }
  if (schema.format !== undefined && !hasFormat(value, schema.format)) {
    wrong.push(`${JSON.stringify(value)} is no ${schema.format}`);
  }
  const missing = (schema.required ?? []).filter((name) => TYPES.object(value) && value[name] === undefined);
  return [...wrong, ...missing.map((name) => `${name} is required`)];
}

function wrongCombination(schema, value) {
  const holding = (branches) => branches.filter((each) => wrongValues(each, value).length === 0).length;
  const { oneOf, anyOf, allOf, not } = schema;
  const wrong = [];
  if (oneOf && holding(oneOf) !== 1) {
    wrong.push(`must fit exactly one of oneOf, and fits ${holding(oneOf)}`);
  }
  if (anyOf && holding(anyOf) === 0) {
    wrong.push("fits none of anyOf");
  }
  if (allOf && holding(allOf) !== allOf.length) {
    wrong.push("does not fit all of allOf");
  }
  if (not && holding([not]) === 1) {
    wrong.push("fits what it must not fit");
  }
  return wrong;
}

function inside(schema, value, path) {
  if (Array.isArray(value)) {
    return schema.items ? value.flatMap((each, i) => wrongValues(schema.items, each, `${path}[${i}]`)) : [];
  }
  if (!TYPES.object(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([name, each]) => {
    const part = schema.properties?.[name] ?? schema.additionalProperties;
    return part instanceof Object ? wrongValues(part, each, path === "" ? name : `${path}.${name}`) : [];
  });
}
