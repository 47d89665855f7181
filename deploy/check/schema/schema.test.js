// The check refuses what an API server refuses and takes what it takes: pairs of resources for the definitions of
// other projects, small schemas for what none of those has.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "yaml";
import { definitionOf, refusals, rulesThatCannotBeRead, unavailable } from "./definitions.js";
import { unreadable } from "./rules.js";

const SAMPLES = parse(readFileSync(new URL("samples.yaml", import.meta.url), "utf8"));

function resource(type, spec) {
  const [apiVersion, kind] = type.split(" ");
  return { apiVersion, kind, metadata: { name: "sample", namespace: "a" }, spec };
}

for (const { refuses, says, kind, right, wrong } of SAMPLES) {
  test(`${kind.split(" ")[1]}: it refuses ${refuses}`, { skip: unavailable() }, () => {
    assert.ok(definitionOf(resource(kind)), `there is no ${kind}`);
    assert.deepEqual(refusals(resource(kind, right)), []);
    const said = refusals(resource(kind, wrong));
    assert.ok(said.some((each) => each.includes(says)), JSON.stringify(said));
  });
}

test("every rule of every definition can be read", () => {
  assert.deepEqual(rulesThatCannotBeRead(), []);
  const broken = { properties: { a: { "x-kubernetes-validations": [{ rule: "self ==" }] } } };
  assert.equal(unreadable(broken).length, 1);
});

/** What is said of a spec by a definition with this schema. */
function said(schema, spec, more = {}) {
  const full = { type: "object", properties: { spec: { type: "object", ...schema }, status: { type: "object" } } };
  const object = { apiVersion: "a/v1", kind: "A", metadata: { name: "a" }, spec, ...more };
  return refusals(object, { schema: full, namespaced: true, hasStatus: true }).map((each) => each.replace("A a: ", ""));
}

test("a rule about what was there before says nothing of a new object", () => {
  const schema = { properties: { a: { type: "integer", "x-kubernetes-validations": [{ rule: "self == oldSelf" }] } } };
  assert.deepEqual(said(schema, { a: 1 }), []);
});

test("a rule that cannot be evaluated refuses", () => {
  const schema = { properties: { a: { type: "string", "x-kubernetes-validations": [{ rule: "noSuchFunction(self)" }] } } };
  assert.match(said(schema, { a: "x" }).join(), /the rule noSuchFunction\(self\) fails/);
});

test("rules are asked when everything else is right, with the defaults in place", () => {
  const rule = { rule: "self.a > 1", message: "more than one" };
  const schema = { properties: { a: { type: "integer", default: 1 } }, "x-kubernetes-validations": [rule] };
  assert.deepEqual(said(schema, {}), ["spec: Invalid value: more than one"]);
  assert.deepEqual(said(schema, { a: 2 }), []);
  assert.deepEqual(said(schema, { a: "2" }), ['spec.a: Invalid value: must be of type integer: "2"']);
});

test("integers, numbers and names that CEL cannot read are what rules expect", () => {
  const properties = { "a-b": { type: "integer" }, in: { type: "number" }, c__d: { type: "string" } };
  const rule = "self.a__dash__b / 2 == 1 && self.__in__ / 2.0 == 1.5 && self.c__underscores__d == 'x'";
  assert.deepEqual(said({ properties, "x-kubernetes-validations": [{ rule }] }, { "a-b": 3, in: 3, c__d: "x" }), []);
});

test("null is refused, unless it is allowed or there is a default", () => {
  const of = (more) => said({ properties: { a: { type: "string", ...more } } }, { a: null });
  assert.match(of({}).join(), /must be of type string: null/);
  assert.deepEqual(of({ nullable: true }), []);
  assert.deepEqual(of({ default: "x" }), []);
});

test("unknown fields are taken where the schema keeps them, and what it names there is looked at", () => {
  const schema = { "x-kubernetes-preserve-unknown-fields": true, properties: { a: { type: "object", properties: {} } } };
  assert.deepEqual(said(schema, { b: { c: 1 } }), []);
  assert.deepEqual(said(schema, { a: { c: 1 } }), ['unknown field "spec.a.c"']);
});

test("limits of numbers, texts, lists and maps hold", () => {
  const properties = {
    number: { type: "integer", minimum: 1, maximum: 3 },
    text: { type: "string", maxLength: 2 },
    list: { type: "array", maxItems: 1, items: { type: "string" } },
    map: { type: "object", maxProperties: 1, additionalProperties: { type: "string" } },
    set: { type: "array", "x-kubernetes-list-type": "set", items: { type: "string" } },
    time: { type: "string", format: "date-time" },
  };
  const right = { number: 3, text: "\u{1F600}\u{1F600}", list: ["a"], map: { a: "b" }, set: ["a", "b"], time: "2026-01-01T00:00:00Z" };
  const wrong = { number: 4, text: "abc", list: ["a", "b"], map: { a: "b", c: "d" }, set: ["a", "a"], time: "yesterday" };
  assert.deepEqual(said({ properties }, right), []);
  for (const [name, value] of Object.entries(wrong)) {
    assert.equal(said({ properties }, { ...right, [name]: value }).length, 1, name);
  }
});

test("what the check does not know of a schema is an error, and not passed over", () => {
  assert.throws(() => said({ properties: { a: { type: "string", format: "hostname" } } }, { a: "x" }), /hostname is not known/);
  assert.throws(() => said({ uniqueItems: true }, {}), /uniqueItems is not known/);
});

test("metadata is looked at in every object", () => {
  const map = (metadata) => refusals({ apiVersion: "v1", kind: "ConfigMap", metadata });
  const right = { name: "a.b-c", labels: { "a.b/C_d": "x.Y" }, annotations: { "a.b/c": "any text" } };
  assert.deepEqual(map(right), []);
  const wrong = [
    { name: "A" },
    { name: "a", labels: { a: "b c" } },
    { name: "a", labels: { "a/b/c": "d" } },
    { name: "a", labels: { a: true } },
    { name: "a", annotations: { a: "x".repeat(1 << 18) } },
    { name: "a", label: {} },
  ];
  for (const each of wrong) {
    assert.equal(map(each).length, 1, JSON.stringify(each).slice(0, 99));
  }
});
