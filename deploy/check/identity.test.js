// The examples of workload identity: each fits the resource definition, and the provisioner makes a pod of it that has the
// identity and nothing that would take its place.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { parseAllDocuments, stringify } from "yaml";
import { file, jarOf } from "./processes.js";
import { DEPLOY, ofKind } from "./rendered.js";
import { problems } from "./typed.js";

const FOLDER = `${DEPLOY}../examples/identity/`;
const PROVIDER = "org.apache.hadoop.fs.azurebfs.oauth2.WorkloadIdentityTokenProvider";

/** By example: service account and labels of the pod, and properties of Spark. */
const EXPECTED = {
  "azure-workload-identity.yaml": {
    account: "spark-history",
    labels: { "azure.workload.identity/use": "true" },
    properties: ["spark.history.fs.logDirectory=abfss", `spark.hadoop.fs.azure.account.oauth.provider.type=${PROVIDER}`],
  },
  "eks-pod-identity.yaml": { account: "default-editor", labels: {}, properties: ["spark.history.fs.logDirectory=s3a"] },
  "gke-workload-identity.yaml": { account: "default-editor", labels: {}, properties: ["spark.history.fs.logDirectory=gs"] },
};

test("every example is looked at", () => {
  assert.deepEqual(readdirSync(FOLDER).sort(), Object.keys(EXPECTED));
});

for (const [name, { account, labels, properties }] of Object.entries(EXPECTED)) {
  test(`examples/identity/${name}: the pod has the identity, and no secret`, async () => {
    const objects = parseAllDocuments(readFileSync(FOLDER + name, "utf8")).map((each) => each.toJS());
    assert.deepEqual(await problems(objects), []);
    const [resource] = ofKind(objects, "SparkHistoryServer");
    const defaults = file("defaults.yaml", stringify({ spec: { image: "spark:{sparkVersion}", sparkVersion: "4.0.4" } }));
    const args = ["-jar", jarOf("provisioner"), "render", "-f", file("resource.yaml", stringify(resource)), "--defaults", defaults];
    const made = parseAllDocuments(execFileSync("java", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] })).map((each) => each.toJS());
    const { metadata, spec } = ofKind(made, "Deployment")[0].spec.template;
    assert.equal(spec.serviceAccountName, account);
    assert.deepEqual({ ...metadata.labels, ...labels }, metadata.labels);
    assert.ok(!JSON.stringify(spec).includes("secretKeyRef"));
    const written = Object.values(ofKind(made, "ConfigMap")[0].data).join("\n").replaceAll("\\:", ":");
    properties.forEach((each) => assert.ok(written.includes(each), `${each} is not in\n${written}`));
  });
}
