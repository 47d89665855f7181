// What the documentation has a reader of one kind of cluster write and type.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { newFolder } from "./folders.js";
import { DEPLOY } from "./rendered.js";

const HOME = resolve(DEPLOY, "..");

/** Lines that a check cannot type: they fetch the sources, build and push images, and go to where the check is already. */
const ELSEWHERE = /^(git clone|docker (build|push)|\(?cd|mkdir) /;

function text(page) {
  return readFileSync(join(HOME, "docs", page), "utf8");
}

/**
 * Writes the files of a page beside a link to this project: those that are marked with the overlay, kubeflow being the one that
 * is meant without a mark.
 */
export function folderOf(overlay, page = "install.md") {
  const root = newFolder("install");
  symlinkSync(HOME, join(root, "spark-history-gateway"));
  // with Helm there is one file beside the project, with kustomize a folder
  const folder = overlay === "kubeflow" ? root : join(root, "my-spark-history");
  mkdirSync(folder, { recursive: true });
  for (const [, name, of, body] of text(page).matchAll(/<!-- file: (\S+)(?: in (\S+))? -->\n```yaml\n(.*?)```/gs)) {
    if ((of ?? "kubeflow") === overlay) {
      writeFileSync(join(folder, name), body);
    }
  }
  return folder;
}

/** The blocks of commands of a page that hold for the overlay, in their order, each a text for a shell. */
export function blocks(page, overlay) {
  return [...text(page).matchAll(/(?:<!-- only: ([\w -]+) -->\n)?```sh\n(.*?)```/gs)]
    .filter(([, of]) => (of ?? overlay).split(" ").includes(overlay))
    .map(([, , body]) => body.split("\n").filter((line) => !ELSEWHERE.test(line)).join("\n"))
    .filter((body) => body.trim() !== "");
}
