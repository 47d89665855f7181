// The definitions of custom resources: ours, and those of the projects whose resources we render. Those are
// data that is no part of this project: a folder of files as the projects publish them, in ../shared/data/crds
// beside this project or where the environment variable RESOURCE_DEFINITIONS says.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseAllDocuments } from "yaml";
import { DEPLOY, title } from "../rendered.js";
import { defaulted, unknownFields } from "./fields.js";
import { wrongMetadata } from "./metadata.js";
import { brokenRules, unreadable } from "./rules.js";
import { wrongValues } from "./values.js";

const FOLDER = resolve(process.env.RESOURCE_DEFINITIONS || join(DEPLOY, "../../shared/data/crds"));
const OURS = join(DEPLOY, "crd/sparkhistoryservers.sparkhistory.io.yaml");

/** Why resources of other projects cannot be checked here, or false. */
export function unavailable() {
  if (existsSync(FOLDER)) {
    return false;
  }
  if (process.env.RESOURCE_DEFINITIONS) {
    throw new Error(`RESOURCE_DEFINITIONS names ${FOLDER}, which is not there`);
  }
  return `NOT CHECKED against the definitions of Istio, Gateway API and the Prometheus operator: there is no folder ${FOLDER}; RESOURCE_DEFINITIONS names another`;
}

/** What defines this kind, by apiVersion and kind: {schema, namespaced, group}. */
const definitions = new Map();

for (const file of [OURS, ...(unavailable() ? [] : readdirSync(FOLDER).map((name) => join(FOLDER, name)))]) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    define(document.toJS()?.spec);
  }
}

function define(spec) {
  for (const { name, served, schema, subresources } of spec?.versions ?? []) {
    if (served) {
      definitions.set(`${spec.group}/${name}/${spec.names.kind}`, {
        schema: schema.openAPIV3Schema,
        namespaced: spec.scope === "Namespaced",
        hasStatus: subresources?.status !== undefined,
      });
    }
  }
}

/** The definition of an object's kind; undefined for one of Kubernetes itself, and where it is not available. */
export function definitionOf({ apiVersion, kind }) {
  return definitions.get(`${apiVersion}/${kind}`);
}

/** Rules of the definitions that are no CEL, with why. */
export function rulesThatCannotBeRead() {
  return [...definitions.values()].flatMap(({ schema }) => unreadable(schema));
}

/**
 * Why an API server would refuse to make an object, a sentence each: strict field validation, then the
 * schema, and when the object fits that, the rules. Only metadata is looked at without a definition.
 */
export function refusals(object, definition = definitionOf(object)) {
  const found = wrongMetadata(object);
  if (definition) {
    found.push(...refusedBy(definition, object));
  }
  return found.map((what) => `${title(object)}: ${what}`);
}

function refusedBy({ schema, namespaced, hasStatus }, object) {
  const unknown = unknownFields(schema, object).map((path) => `unknown field "${path}"`);
  if (!namespaced && object.metadata?.namespace !== undefined) {
    unknown.push("namespace: is not one of a namespace");
  }
  const { apiVersion, kind, metadata, ...rest } = object;
  if (hasStatus) {
    delete rest.status; // what a client sends there is not taken
  }
  const full = defaulted(schema, rest);
  const wrong = wrongValues(schema, full);
  const { name, generateName } = metadata ?? {};
  const rules = wrong.length === 0 ? brokenRules(schema, { apiVersion, kind, metadata: { name, generateName }, ...full }) : [];
  return [...unknown, ...wrong, ...rules];
}
