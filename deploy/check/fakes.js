// Stand-ins for commands: a folder for the PATH, in which a command answers from a table and notes how
// it was called.
import { execFile } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newFolder } from "./folders.js";

export class FakeCommands {
  constructor() {
    this.folder = newFolder("fake-commands");
  }

  /**
   * Makes a command of a list of answers. The first whose pattern fits the arguments counts:
   * {when: RegExp, out: text, error: text, code: number, times: how often it answers}.
   */
  command(name, answers) {
    const table = answers.map(({ when, ...rest }) => ({ when: when.source, ...rest }));
    const script = `#!/usr/bin/env node
const fs = require("node:fs");
const base = ${JSON.stringify(join(this.folder, name))};
const args = process.argv.slice(2).join(" ");
const input = args.includes("-f -") || args.endsWith("-f-") ? fs.readFileSync(0, "utf8") : "";
fs.appendFileSync(base + ".calls", JSON.stringify({ args, input }) + "\\n");
let used = {};
try { used = JSON.parse(fs.readFileSync(base + ".used", "utf8")); } catch {}
const table = ${JSON.stringify(table)};
const found = table.findIndex((each, i) => new RegExp(each.when).test(args) && !(used[i] >= each.times));
if (found < 0) {
  process.stderr.write(base + ": no answer to " + args + "\\n");
  process.exit(97);
}
used[found] = (used[found] ?? 0) + 1;
fs.writeFileSync(base + ".used", JSON.stringify(used));
process.stdout.write(table[found].out ?? "");
process.stderr.write(table[found].error ?? "");
process.exitCode = table[found].code ?? 0;
`;
    const file = join(this.folder, name);
    writeFileSync(file, script);
    chmodSync(file, 0o755);
    return this;
  }

  /** Makes a command of a program for Node.js, which is told nothing more than its arguments. */
  script(name, body) {
    const file = join(this.folder, name);
    const calls = JSON.stringify(`${file}.calls`);
    const note = `JSON.stringify({ args: process.argv.slice(2).join(" "), input: "" }) + "\\n"`;
    writeFileSync(
      file,
      `#!/usr/bin/env node\nrequire("node:fs").appendFileSync(${calls}, ${note});\n${body}\n`,
    );
    chmodSync(file, 0o755);
    return this;
  }

  /** How the command was called: its arguments, and what came in where it read from -. */
  calls(name) {
    const file = join(this.folder, `${name}.calls`);
    return existsSync(file)
      ? readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line))
      : [];
  }

  /** Runs a script that finds these commands first; answers its exit code and both outputs. */
  run(script, args, environment = {}) {
    const env = { ...process.env, ...environment, PATH: `${this.folder}:${process.env.PATH}` };
    return new Promise((resolve) => {
      execFile(script, args, { env, timeout: 300_000 }, (error, out, err) =>
        resolve({ code: error ? (error.code ?? -1) : 0, out, err }),
      );
    });
  }
}
