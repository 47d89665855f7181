// Checks objects as an API server does: those of Kubernetes itself against types that are generated from its
// schemas (TypeScript does not let an object literal have a field that its type lacks), custom resources
// against their definitions. Where those of other projects are not available, types stand in for them, which
// know fields and enumerations but no rules.
import ts from "typescript";
import { title } from "./rendered.js";
import { definitionOf, refusals, unavailable } from "./schema/definitions.js";

const PACKAGES = [
  [/\.istio\.io\//, "@kubernetes-models/istio/"],
  [/^monitoring\.coreos\.com\//, "@kubernetes-models/prometheus-operator/"],
  [/^(v1|apps\/v1|policy\/v1|autoscaling\/v2)$|\.k8s\.io\//, "kubernetes-models/"],
];

const CUSTOM = /\.istio\.io\/|^monitoring\.coreos\.com\/|^gateway\.networking\.k8s\.io\//;

/** Where the type of an object is. Throws for an API that is not known here. */
function moduleOf(object) {
  const found = PACKAGES.find(([pattern]) => pattern.test(object.apiVersion));
  if (!found) {
    throw new Error(`${title(object)}: no types for ${object.apiVersion}`);
  }
  return `${found[1]}${object.apiVersion}/${object.kind}`;
}

/** Objects in which nothing was wrong: overlays share most of theirs. */
const sound = new Set();

/** Source files of types, which do not change. */
const parsed = new Map();

/** What is wrong with the objects, a sentence each. */
export async function problems(objects) {
  const fresh = objects.filter((each) => !sound.has(JSON.stringify(each)));
  const found = await problemsOf(fresh);
  if (found.length === 0) {
    fresh.forEach((each) => sound.add(JSON.stringify(each)));
  }
  return found;
}

async function problemsOf(objects) {
  const unknown = objects
    .filter((each) => CUSTOM.test(each.apiVersion) && !definitionOf(each) && !unavailable())
    .map((each) => `${title(each)}: no definition of ${each.kind} in ${each.apiVersion}`);
  const typed = objects.filter((each) => !definitionOf(each));
  return [...unknown, ...objects.flatMap((each) => refusals(each)), ...wrongFields(typed), ...(await wrongValues(typed))];
}

/** Unknown and missing fields, values of another type or outside of an enumeration. */
function wrongFields(objects) {
  if (objects.length === 0) {
    return [];
  }
  const starts = [];
  let source = "";
  objects.forEach((object, i) => {
    starts.push(source.length);
    source += `import type { I${object.kind} as T${i} } from "${moduleOf(object)}";\n`;
    source += `export const o${i}: T${i} = ${JSON.stringify(object, null, 1)};\n`;
  });
  const file = new URL("target/objects.ts", import.meta.url).pathname;
  const options = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ES2022,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? source : readFile(name));
  host.getSourceFile = (name, ...rest) => {
    if (name === file) {
      return ts.createSourceFile(name, source, ts.ScriptTarget.ES2022, true);
    }
    if (!parsed.has(name)) {
      parsed.set(name, getSourceFile.call(host, name, ...rest));
    }
    return parsed.get(name);
  };
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
    const index = starts.findLastIndex((start) => start <= (diagnostic.start ?? 0));
    return `${index < 0 ? "" : title(objects[index])}: ${message}`;
  });
}

/** What patterns, formats and ranges of the schema refuse. */
async function wrongValues(objects) {
  const found = [];
  for (const object of objects) {
    const kind = (await import(moduleOf(object)))[object.kind];
    try {
      new kind(object).validate();
    } catch (e) {
      found.push(`${title(object)}: ${e.message}`);
    }
  }
  return found;
}
