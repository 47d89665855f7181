// The rules of the resource definition in CEL, evaluated as an API server does: each accepts what is right
// and refuses what is wrong, with its own message.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "yaml";
import { DEPLOY, ofKind, render } from "./rendered.js";
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

const TWO = [
  { name: "now", url: "s3a://a/x" },
  { name: "Last year no. 2", url: "gs://b/y" },
];

const WRONG = [
  [/: metadata.name: Forbidden: a namespace has one history server: the name must be 'spark-history-server'$/, resource({}, "mine")],
  [/logDirectory/, resource({ logDirectory: "s3a://b/x", s3: { bucket: "my-bucket" } })],
  [/must not contain '..'/, resource({ logDirectory: "s3a://b/pipelines/team-a/../team-b" })],
  [/: logDirectory must be a URL such as s3a:/, resource({ logDirectory: "ftp://x/y" })],
  [/at least 1m/, resource({ idleTimeout: "59s" })],
  [/: idleTimeout must be a whole number .* such as 30m/, resource({ idleTimeout: "1y" })],
  [/: idleTimeout must be a whole number .* such as 30m/, resource({ idleTimeout: "soon" })],
  [/: cleaner.maxAge must be .* such as 30d/, resource({ cleaner: { maxAge: "0d" } })],
  [/: cleaner.interval must be .* such as 12h/, resource({ cleaner: { interval: "30m" } })],
  [/: sparkVersion must be 3.2 or newer/, resource({ sparkVersion: "2.4.8" })],
  [/: sparkVersion must be 3.2 or newer/, resource({ sparkVersion: "3.1" })],
  [/: sparkVersion must be a version of Spark, such as 3.5.9$/, resource({ sparkVersion: "four" })],
  [/: hadoopVersion must be 3.3 or newer/, resource({ hadoopVersion: "2.7.7" })],
  [/: hadoopVersion must be 3.3 or newer/, resource({ hadoopVersion: "3.2" })],
  [/: hadoopVersion must be a version of Hadoop, such as 3.4.1$/, resource({ hadoopVersion: "three" })],
  [/: image must be .* such as/, resource({ image: "spark 3" })],
  [/: serviceAccountName must be/, resource({ serviceAccountName: "Admin" })],
  [/: s3.bucket must be the name of a bucket alone/, resource({ s3: { bucket: "s3a://b" } })],
  [/: s3.endpoint must be a URL without a path/, resource({ s3: { endpoint: "minio:9000" } })],
  [/: s3.region must be/, resource({ s3: { region: "EU" } })],
  [/: s3.credentialsSecretName must be/, resource({ s3: { credentialsSecretName: "-" } })],
  [/: store.storageClassName must be a name/, resource({ store: { size: "1Gi", storageClassName: "Fast" } })],
  [/: Forbidden: logDirectories says where all logs are/, resource({ logDirectories: TWO, logDirectory: "gs://c/z" })],
  [/: Forbidden: logDirectories says where all logs are/, resource({ logDirectories: TWO, s3: { bucket: "my-bucket" } })],
  [/: Spark before 4.2 reads one log directory alone/, resource({ logDirectories: TWO, sparkVersion: "4.1.3" })],
  [/: Spark before 4.2 reads one log directory alone/, resource({ logDirectories: TWO, sparkVersion: "3.10" })],
  [/: no two of logDirectories may have the same name$/, resource({ logDirectories: [...TWO, { name: "now", url: "gs://c/z" }] })],
  [/: no two of logDirectories may have the same url$/, resource({ logDirectories: [...TWO, { name: "again", url: "gs://b/y" }] })],
  [/\[0\].name: .*: the name of a log directory must be letters and digits/, resource({ logDirectories: [{ name: "a,b", url: "gs://b/y" }] })],
  [/\[0\].url: .*: the url of a log directory must be such as s3a:/, resource({ logDirectories: [{ name: "a", url: "gs://b/y,gs://c/z" }] })],
  [/\[0\].url: .*: the url of a log directory must not contain '..'/, resource({ logDirectories: [{ name: "a", url: "gs://b/../c" }] })],
  [/logDirectories\[0\]: .*url is required/, resource({ logDirectories: [{ name: "a" }] })],
  [/logDirectories: .*has 0 items/, resource({ logDirectories: [] })],
  [/logDirectories: .*has 11 items/, resource({ logDirectories: Array.from({ length: 11 }, (_, i) => ({ name: `n${i}`, url: `gs://b/${i}` })) })],
  [/spark\./, resource({ sparkConf: { "spark.ui.enabled": "true", "java.home": "/" } })],
];

const RIGHT = [
  {},
  { logDirectory: "s3a://bucket/pipelines/team-a/history.d" },
  { s3: { bucket: "my.bucket-1", region: "eu-central-1", credentialsSecretName: "a.b-c" } },
  { s3: { endpoint: "http://minio.minio:9000" } },
  { s3: { endpoint: "https://[fd00::1]:9000/" } },
  ...["3.2", "3.2.1", "3.10.0", "3.5.9", "4.2.0", "10.0"].map((sparkVersion) => ({ sparkVersion })),
  ...["3.3", "3.4.1", "3.5.0"].map((hadoopVersion) => ({ hadoopVersion })),
  { logDirectories: TWO },
  { logDirectories: TWO, s3: { endpoint: "http://minio.minio:9000", credentialsSecretName: "keys" } },
  ...["4.2", "4.2.0", "4.10.1", "5.0.0", "10.0"].map((sparkVersion) => ({ logDirectories: TWO, sparkVersion })),
  { image: "registry.example.org:5000/a/spark@sha256:0123", serviceAccountName: "default-editor" },
  { cleaner: { maxAge: "12h", interval: "1d" } },
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

test("the example of several log directories is accepted", () => {
  assert.deepEqual(refusals(parse(readFileSync(`${DEPLOY}../examples/several-log-directories.yaml`, "utf8"))), []);
});

test("what is right is accepted", () => {
  for (const spec of RIGHT) {
    assert.deepEqual(refusals(resource(spec)), [], JSON.stringify(spec));
  }
});

test("every rule is among those that were seen to refuse", () => {
  const said = WRONG.flatMap(([, wrong]) => refusals(wrong));
  assert.deepEqual(messages(SCHEMA).filter((each) => !said.some((one) => one.endsWith(each))), []);
});

test("no text is checked by a bare regular expression, which is all that the API server would show", () => {
  const patterns = (schema, path) => [
    ...(schema.pattern ? [path] : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, each]) => patterns(each, `${path}.${name}`)),
  ];
  assert.deepEqual(patterns(SCHEMA.properties.spec, "spec"), []);
});

test("what is refused as a whole names a field, for which the API server says <nil> otherwise", () => {
  for (const { fieldPath } of SCHEMA["x-kubernetes-validations"]) {
    const field = fieldPath.slice(1).split(".").reduce((schema, name) => schema.properties[name], SCHEMA);
    assert.equal(field?.type, "string", fieldPath);
  }
});
