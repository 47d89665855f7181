// The kubectl of a played cluster.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A kubectl in a folder for the PATH: the real one, but for the two commands that need a machine. The way
 * to a service is to be found in the file "port", what pods printed in files of the folder.
 */
export function kubectlOf(folder, real) {
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(
    join(folder, "bin/kubectl"),
    `#!/usr/bin/env node
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const net = require("node:net");
const args = process.argv.slice(2);
const folder = ${JSON.stringify(folder)};
if (args.includes("port-forward")) {
  const local = Number(args.at(-1).split(":")[0]);
  net.createServer((client) => {
    const server = net.connect(Number(fs.readFileSync(folder + "/port", "utf8")), "127.0.0.1");
    client.pipe(server).pipe(client);
    client.on("error", () => server.destroy());
    server.on("error", () => client.destroy());
  }).listen(local, "127.0.0.1");
} else if (args.includes("logs")) {
  process.stdout.write(fs.readFileSync(folder + "/" + args[args.indexOf("-n") + 1] + "-spark-history-server.log"));
} else {
  process.exitCode = spawnSync(${JSON.stringify(real)}, args, { stdio: "inherit" }).status ?? 1;
}
`,
    { mode: 0o755 },
  );
  return join(folder, "bin");
}
