// Checks objects against the types that are generated from the APIs' own schemas. The schemas alone
// would take a misspelt field for an unknown one and pass it, as an API server does with a warning;
// TypeScript does not let an object literal have a field that its type lacks.
import ts from "typescript";
import { title } from "./rendered.js";

const PACKAGES = [
  [/\.istio\.io\//, "@kubernetes-models/istio/"],
  [/^monitoring\.coreos\.com\//, "@kubernetes-models/prometheus-operator/"],
  [/^(v1|apps\/v1|policy\/v1|autoscaling\/v2)$|\.k8s\.io\//, "kubernetes-models/"],
];

/** Where the type of an object is. Throws for an API that is not known here. */
export function moduleOf(object) {
  const found = PACKAGES.find(([pattern]) => pattern.test(object.apiVersion));
  if (!found) {
    throw new Error(`${title(object)}: no types for ${object.apiVersion}`);
  }
  return `${found[1]}${object.apiVersion}/${object.kind}`;
}

/** What is wrong with the objects, a sentence each. */
export async function problems(objects) {
  return [...wrongFields(objects), ...(await wrongValues(objects))];
}

/** Unknown and missing fields, values of another type or outside of an enumeration. */
function wrongFields(objects) {
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
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022, true)
      : getSourceFile.call(host, name, ...rest);
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
