// The product's packaged programs, started as an image starts them.
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { admitting } from "./admission.js";
import { newFolder } from "./folders.js";
import { DEPLOY } from "./rendered.js";

/** The jar of a module; throws with what to do when it is not built. */
export function jarOf(module) {
  const jar = join(DEPLOY, "..", module, "target", `${module}.jar`);
  if (!existsSync(jar)) {
    throw new Error(`${jar} is missing: run 'mvn -Dquick package' first`);
  }
  return jar;
}

/** A port that nobody listens on now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A new file with this text. */
export function file(name, text) {
  const path = join(newFolder("deploy-check"), name);
  writeFileSync(path, text);
  return path;
}

/**
 * Starts a jar, waits until its admin address answers, calls back with that address, and ends it.
 * Throws what the process printed when it ends before.
 */
export async function running(module, args, environment, body) {
  const admin = `127.0.0.1:${await freePort()}`;
  const child = spawn("java", ["-jar", jarOf(module), ...args, "--admin", admin], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    await until(async () => {
      if (child.exitCode !== null) {
        throw new Error(`${module} ended with ${child.exitCode}:\n${output}`);
      }
      return (await fetch(`http://${admin}/livez`)).ok;
    });
    return await body(`http://${admin}`);
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

/**
 * Runs a stand-in for an API server, calls back with the environment in which a client of Kubernetes
 * finds it and with its address, and ends it. The program says what is in it: one tenant, if nothing else
 * is asked for. What an API server refuses is refused.
 */
export async function standIn(body, program = "StandIn.java", args = []) {
  const classes = join(DEPLOY, "..", "standin", "target", "classes");
  const libraries = join(jarOf("provisioner"), "..", "lib", "*");
  const child = spawn("java", ["-cp", `${classes}:${libraries}`, `${DEPLOY}check/${program}`, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const store = await new Promise((resolve, reject) => {
    child.stdout.once("data", (data) => resolve(String(data).trim()));
    child.once("exit", (code) => reject(new Error(`the stand-in ended with ${code}`)));
  });
  const admission = await admitting(store);
  const { url } = admission;
  try {
    const config = { apiVersion: "v1", kind: "Config", "current-context": "c" };
    config.clusters = [{ name: "c", cluster: { server: url } }];
    config.contexts = [{ name: "c", context: { cluster: "c", user: "c" } }];
    config.users = [{ name: "c", user: { token: "t" } }];
    return await body({ KUBECONFIG: file("config", JSON.stringify(config)) }, url);
  } finally {
    admission.close();
    child.stdin.end();
  }
}

/** Waits for a condition, which may also be refused connections for a while; a minute if no other time is given. */
export async function until(condition, seconds = 60) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      if (await condition()) {
        return;
      }
    } catch (e) {
      if (!(e instanceof TypeError)) {
        throw e; // fetch reports what the network does as a TypeError
      }
    }
    if (Date.now() > deadline) {
      throw new Error(`waited for ${seconds} seconds in vain`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
