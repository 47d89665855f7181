// Folders for what a check makes.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made = [];

/** A new folder. It is removed at the end, unless a check failed: then there is something to look at. */
export function newFolder(name) {
  made.push(mkdtempSync(join(tmpdir(), `${name}-`)));
  return made.at(-1);
}

process.once("exit", (code) => {
  if (code === 0) {
    made.forEach((each) => rmSync(each, { recursive: true, force: true }));
  }
});
