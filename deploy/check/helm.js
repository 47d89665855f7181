// Helm's own engine, in a process of Java: what a chart makes of values, and the command for other processes.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import { newFolder } from "./folders.js";
import { DEPLOY } from "./rendered.js";

export const CHART = `${DEPLOY}helm/spark-history-gateway`;
const LIBRARIES = `${DEPLOY}helm/target/lib`;

/** Compiled once, and not at each of its starts; here and not later, when API servers of this process must answer. */
const CLASSES = newFolder("helm-classes");
if (existsSync(LIBRARIES)) {
  execFileSync("javac", ["-cp", `${LIBRARIES}/*`, "-d", CLASSES, `${DEPLOY}check/HelmCommand.java`]);
}

function java(...args) {
  if (!existsSync(LIBRARIES)) {
    throw new Error(`${LIBRARIES} is missing: run 'mvn -Dquick package' first`);
  }
  return ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", `${CLASSES}:${LIBRARIES}/*`, "HelmCommand", ...args];
}

/** What the chart makes of each of the values, in their order: objects, or an Error with what Helm says. */
export function renderedByHelm(manyValues) {
  const folder = newFolder("helm");
  const files = manyValues.map((values, i) => {
    const name = join(folder, `${i}.yaml`);
    writeFileSync(name, stringify(values));
    return name;
  });
  execFileSync("java", java("render", CHART, ...files), { stdio: ["ignore", "ignore", "pipe"] });
  return files.map((name) =>
    existsSync(`${name}.out`)
      ? parseAllDocuments(readFileSync(`${name}.out`, "utf8"))
          .map((document) => document.toJS())
          .filter((object) => object)
      : new Error(readFileSync(`${name}.err`, "utf8")),
  );
}

/** A folder with a command helm, to be put into PATH. */
export function helmCommand() {
  const folder = newFolder("helm-command");
  const words = java().map((each) => `'${each}'`).join(" ");
  writeFileSync(join(folder, "helm"), `#!/bin/sh\nexec java ${words} "$@"\n`);
  chmodSync(join(folder, "helm"), 0o755);
  return folder;
}
