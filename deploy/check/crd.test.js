// The rules of the resource definition in CEL, evaluated as an API server does: each accepts what is right
// and refuses what is wrong, with its own message.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ofKind, render } from "./rendered.js";
import { refusals } from "./schema/definitions.js";

const [definition] = ofKind(render("crd"), "CustomResourceDefinition");
const SCHEMA = definition.spec.versions[0].schema.openAPIV3Schema;

/** All messages, wherever they are in the schema. */
function messages(schema) {
  const own = (schema["x-kubernetes-validations"] ?? []).map(({ message }) => message);
  const inside = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties];
  return [...own, ...inside.filter((each) => each instanceof Object).flatMap(messages)];
}

function resource(spec, name = "spark-history-server") {
  return { apiVersion: "sparkhistory.io/v1beta1", kind: "SparkHistoryServer", metadata: { name, namespace: "team-a" }, spec };
}

const WRONG = [
  [/spark-history-server/, resource({}, "mine")],
  [/logDirectory/, resource({ logDirectory: "s3a://b/x", s3: { bucket: "my-bucket" } })],
  [/must not contain '..'/, resource({ logDirectory: "s3a://b/pipelines/team-a/../team-b" })],
  [/idleTimeout/, resource({ idleTimeout: "59s" })],
  [/spark\./, resource({ sparkConf: { "spark.ui.enabled": "true", "java.home": "/" } })],
];

const RIGHT = [
  {},
  { logDirectory: "s3a://bucket/pipelines/team-a/history.d" },
  { s3: { bucket: "my-bucket", region: "eu-central-1" } },
  ...["60s", "1m", "30m", "2h", "1d", "never"].map((idleTimeout) => ({ idleTimeout })),
  { sparkConf: { "spark.history.retainedApplications": "10" } },
  { sparkConf: {} },
];

for (const [message, wrong] of WRONG) {
  test(`it is refused, and said why: ${JSON.stringify([wrong.metadata.name, wrong.spec])}`, () => {
    const said = refusals(wrong);
    assert.equal(said.length, 1, JSON.stringify(said));
    assert.match(said[0], message);
  });
}

test("what is right is accepted", () => {
  for (const spec of RIGHT) {
    assert.deepEqual(refusals(resource(spec)), [], JSON.stringify(spec));
  }
});

test("every rule is among those that were seen to refuse", () => {
  const said = WRONG.flatMap(([, wrong]) => refusals(wrong));
  assert.deepEqual(messages(SCHEMA).filter((each) => !said.some((one) => one.endsWith(each))), []);
  assert.equal(said.length, 5);
});
