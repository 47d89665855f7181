// The steps of deploy/release.md, typed as they are written in a clean clone: with played docker, helm and gpg, and a folder as the
// place that is pushed to. Tests and builds of the steps are sections of .ci/run.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { FakeCommands } from "./fakes.js";
import { newFolder } from "./folders.js";
import { DEPLOY } from "./rendered.js";

const HOME = resolve(DEPLOY, "..");
const [NAMES, ...STEPS] = [...readFileSync(`${DEPLOY}release.md`, "utf8").matchAll(/^ *```sh\n(.*?)^ *```/gms)].map(([, text]) =>
  text.replace(/^ {3}/gm, ""),
);
const VERSION = NAMES.match(/^VERSION=(\S+)/m)[1];
const NEXT = NAMES.match(/^NEXT=(\S+)/m)[1];
const DIGEST = `sha256:${"a".repeat(64)}`;

/** Where the version is, but for the poms. */
const PLACES = ["Dockerfile", "docker-bake.hcl", "docs/*.md", "deploy/base", "deploy/check/*.js", "deploy/helm/spark-history-gateway/*.yaml"];

const git = (folder, ...args) => execFileSync("git", ["-C", folder, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** Commands that this machine has no other of: docker says a digest and what it was told to build, helm names an archive as the real one does, gpg signs. */
function commands() {
  return new FakeCommands()
    .script("docker", `const { REGISTRY, VERSION, SOURCE, REVISION } = process.env;
      console.log(process.argv.includes("bake") ? JSON.stringify({ REGISTRY, VERSION, SOURCE, REVISION }) : "${DIGEST}");`)
    .script("helm", `const { existsSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
      const [command, path, , folder] = process.argv.slice(2);
      if (command === "package") {
        const [name, version] = ["name", "version"].map((field) => readFileSync(path + "/Chart.yaml", "utf8").match(new RegExp("^" + field + ": (.*)", "m"))[1]);
        mkdirSync(folder, { recursive: true });
        writeFileSync(folder + "/" + name + "-" + version + ".tgz", "");
      } else if (!existsSync(path)) {
        process.exit(1);
      }`)
    .script("gpg", `process.stderr.write("\\n[GNUPG:] SIG_CREATED D 1 8 00 1 1\\n");
      process.stdout.write("-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n");`);
}

/** A clone of what is committed, with what is not, and a bare one as its origin. */
function clones() {
  const origin = join(newFolder("origin"), "origin.git");
  const clone = join(newFolder("release"), "clone");
  execFileSync("git", ["clone", "-q", "--bare", HOME, origin], { stdio: "pipe" });
  git(origin, "update-ref", "refs/heads/release-test", git(HOME, "rev-parse", "HEAD").trim());
  execFileSync("git", ["clone", "-q", "--branch", "release-test", origin, clone], { stdio: "pipe" });
  const changed = git(HOME, "diff", "HEAD", "--binary");
  if (changed !== "") {
    execFileSync("git", ["-C", clone, "apply"], { input: changed });
    git(clone, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qam", "test: what is not committed");
  }
  git(clone, "config", "user.name", "t");
  git(clone, "config", "user.email", "t@example.com");
  return { origin, clone };
}

/** By what a step runs that has no place here. */
const ELSEWHERE = /^(\.ci\/run|mvn .*)$/gm;

test("the steps of a release leave a dated, tagged and pushed version, and begin the next one", async () => {
  const fakes = commands();
  const { origin, clone } = clones();
  const type = async (step) => {
    const { code, out, err } = await fakes.run("bash", ["-ec", `cd '${clone}'\n${NAMES}\n${step.replace(ELSEWHERE, "true")}`]);
    assert.equal(code, 0, `${step}\n${out}\n${err}`);
    return out;
  };
  const ours = new RegExp(`<version>((?:${VERSION}|${NEXT})(?:-SNAPSHOT)?)</version>`, "g");
  const versions = () =>
    new Set(files(clone, "*pom.xml").flatMap((name) => [...readFileSync(join(clone, name), "utf8").matchAll(ours)].map(([, version]) => version)));
  assert.equal(STEPS.length, 8);
  assert.deepEqual(versions(), new Set([`${VERSION}-SNAPSHOT`]));
  await type(STEPS[0]);
  assert.match(git(clone, "show", "--format=%s", "HEAD"), new RegExp(`^build: renew the base images[^]*@${DIGEST}`));
  for (const step of STEPS.slice(1, 5)) {
    await type(step);
  }
  assert.deepEqual(versions(), new Set([VERSION]));
  assert.match(readFileSync(join(clone, "CHANGELOG.md"), "utf8"), new RegExp(`^## Unreleased\\n\\n## ${VERSION} - \\d{4}-\\d\\d-\\d\\d\\n\\n### Added`, "m"));
  const revision = git(clone, "rev-parse", `v${VERSION}^{commit}`).trim();
  assert.deepEqual(JSON.parse(await type(STEPS[5])), { REGISTRY: "registry.example.com/spark-history", VERSION, SOURCE: origin, REVISION: revision });
  await type(STEPS[6]);
  await type(STEPS[7]);
  assert.deepEqual(versions(), new Set([`${NEXT}-SNAPSHOT`]));
  assert.deepEqual(files(clone, ...PLACES).filter((name) => readFileSync(join(clone, name), "utf8").includes(VERSION)), []);
  assert.equal(git(origin, "rev-parse", "release-test"), git(clone, "rev-parse", "HEAD"));
  assert.equal(git(origin, "rev-parse", `v${VERSION}^{commit}`).trim(), revision);
});

function files(clone, ...patterns) {
  return git(clone, "ls-files", ...patterns).trim().split("\n");
}
