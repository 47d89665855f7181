// The Dockerfile: what a linter says of it, and what no linter knows.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { FakeCommands } from "./fakes.js";
import { newFolder } from "./folders.js";
import { jarOf } from "./processes.js";
import { DEPLOY } from "./rendered.js";

const HOME = resolve(DEPLOY, "..");
const TEXT = readFileSync(join(HOME, "Dockerfile"), "utf8");
/** Instructions with their continued lines. */
const LINES = TEXT.replace(/^#.*\n/gm, "").replace(/\\\n\s*/g, " ").split("\n").filter((line) => line !== "");

function stages() {
  const found = {};
  let name = "";
  for (const line of LINES) {
    name = line.match(/^FROM .* AS (\S+)$/)?.[1] ?? name;
    (found[name] ??= []).push(line);
  }
  return found;
}

test("the linter has nothing to say, except that a base image is an argument", () => {
  const linter = join(DEPLOY, "check/node_modules/.bin/dockerfilelint");
  let said = "";
  try {
    execFileSync(linter, ["-o", "json", join(HOME, "Dockerfile")], { encoding: "utf8", stdio: "pipe" });
  } catch (e) {
    said = e.stdout; // it ends with the number of issues
  }
  const issues = JSON.parse(said).files.flatMap((each) => each.issues);
  assert.ok(issues.length > 0);
  assert.deepEqual(issues.filter((issue) => !/^FROM (--platform=\$BUILDPLATFORM )?\$\{\w+_IMAGE\}/.test(issue.content)), []);
});

test("arguments that are base images have a tag", () => {
  const images = LINES.filter((line) => /^ARG \w+_IMAGE=/.test(line));
  assert.equal(images.length, 3);
  images.forEach((line) => assert.match(line, /^ARG \w+=[^:]+:\S+$/));
});

test("every image runs as a numbered user, without a shell, and is labelled", () => {
  for (const target of ["gateway", "provisioner", "history-server"]) {
    const lines = stages()[target];
    const user = lines.filter((line) => line.startsWith("USER ")).at(-1);
    assert.match(user, /^USER [1-9]\d*:[1-9]\d*$/, target);
    assert.match(lines.find((line) => line.startsWith("ENTRYPOINT")), /^ENTRYPOINT \["java", /, target);
    const label = lines.find((line) => line.startsWith("LABEL "));
    for (const key of ["title", "description", "licenses", "version", "source", "revision"]) {
      assert.ok(label.includes(`org.opencontainers.image.${key}=`), `${target} ${key}`);
    }
  }
});

test("nothing depends on the builder's architecture: jars are built on it, everything else is the target's", () => {
  const ofBuilder = Object.entries(stages())
    .filter(([, [from]]) => from?.startsWith("FROM --platform=$BUILDPLATFORM "))
    .map(([name]) => name);
  assert.deepEqual(ofBuilder, ["build", "connectors"]);
  assert.ok(!/amd64|x86_64|arm64|aarch64|TARGETARCH/.test(LINES.join()), "no architecture is named");
  const libraries = readdirSync(join(jarOf("gateway"), "../lib"));
  for (const architecture of ["linux-x86_64", "linux-aarch_64"]) {
    assert.ok(libraries.some((name) => name.startsWith("netty-transport-native-epoll") && name.includes(architecture)), architecture);
  }
});

test("docker buildx bake makes every image for both architectures", () => {
  const bake = readFileSync(join(HOME, "docker-bake.hcl"), "utf8");
  assert.match(bake, /platforms = \["linux\/amd64", "linux\/arm64"\]/);
  const [, group] = bake.match(/targets = \[(.*)\]/);
  assert.deepEqual(group.match(/[\w-]+/g), ["gateway", "provisioner", "history-server"]);
  for (const target of group.match(/[\w-]+/g)) {
    assert.ok(bake.includes(`target = "${target}"`) && stages()[target], target);
  }
  for (const [, name] of bake.matchAll(/^    (\w+) = \1$/gm)) {
    assert.ok(LINES.some((line) => line.startsWith(`ARG ${name}`)), name);
  }
});

test("pinning writes the digest that the registry says, and renews it", async () => {
  const commands = new FakeCommands();
  const copy = join(commands.folder, "Dockerfile");
  copyFileSync(join(HOME, "Dockerfile"), copy);
  for (const digit of ["a", "b"]) {
    const digest = `sha256:${digit.repeat(64)}`;
    commands.script("docker", `console.log("${digest}");`);
    const { code, err } = await commands.run(`${DEPLOY}image/pin.sh`, [copy]);
    assert.equal(code, 0, err);
    const text = readFileSync(copy, "utf8");
    assert.equal(text.match(/^ARG \w+_IMAGE=\S+@sha256:/gm).length, 2);
    assert.equal(text.replaceAll(`@${digest}`, ""), TEXT.replace(/@sha256:\w+/g, ""));
  }
  const before = readFileSync(copy, "utf8");
  const refusals = {
    "is no digest of": `console.log("no such image");`,
    "The registry does not say the digest": `process.exitCode = process.argv.includes("version") ? 0 : 1;`,
    "docker buildx is missing": `console.error("docker: 'buildx' is not a docker command."); process.exitCode = 1;`,
  };
  for (const [said, docker] of Object.entries(refusals)) {
    commands.script("docker", docker);
    const { code, err } = await commands.run(`${DEPLOY}image/pin.sh`, [copy]);
    assert.equal(code, 1);
    assert.ok(err.includes(said), err);
    assert.equal(readFileSync(copy, "utf8"), before);
  }
});

test("the ahead-of-time cache that is used is the one that is made", () => {
  for (const target of ["gateway", "provisioner"]) {
    const lines = stages()[target].join("\n");
    const [, jar] = lines.match(/"\/aot-cache.sh", "(\S+)\.jar"/);
    assert.ok(lines.includes(`-XX:AOTCache=${jar}.aot`), target);
    assert.ok(lines.includes(`"-jar", "${jar}.jar"`), target);
  }
});

test("the history server's argument file is the one that is made, with an archive of the example logs", () => {
  const lines = stages()["history-server"].join("\n");
  assert.match(lines, /"\/launcher.sh", "\/opt\/spark", "\/eventlogs"/);
  assert.match(lines, /history-server\.jar \/opt\/spark\/history-server\/launcher\.jar/);
  assert.match(lines, /ENTRYPOINT \["java", "@\/opt\/spark\/history-server\/java-options"/);
  for (const [, source] of TEXT.matchAll(/type=bind,source=([^,]+),/g)) {
    assert.ok(existsSync(join(HOME, source)), source);
    assert.match(readFileSync(join(HOME, ".dockerignore"), "utf8"), new RegExp(`^!${source.replace(/\/[^/]+\.sh$/, "")}$`, "m"));
  }
});

test("native access is allowed in the jar, because as an option it would spoil the cache of Java itself", () => {
  const folder = newFolder("deploy-check");
  execFileSync("jar", ["xf", jarOf("gateway"), "META-INF/MANIFEST.MF"], { cwd: folder });
  assert.match(readFileSync(join(folder, "META-INF/MANIFEST.MF"), "utf8"), /^Enable-Native-Access: ALL-UNNAMED\r?$/m);
  assert.ok(!TEXT.includes("--enable-native-access"));
});

test("every module's pom is there before the sources, so that the first layer can be built", () => {
  const [, modules] = readFileSync(join(HOME, "pom.xml"), "utf8").match(/<modules>(.*?)<\/modules>/s);
  const poms = stages().build.filter((line) => /^COPY \S*pom\.xml/.test(line)).join("\n");
  for (const [, module] of modules.matchAll(/<module>(.*?)<\/module>/g)) {
    assert.ok(poms.includes(`COPY ${module}/pom.xml ${module}/`), module);
  }
});

test("what is copied exists, and .dockerignore lets it in", () => {
  const letIn = readFileSync(join(HOME, ".dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("!"))
    .map((line) => line.slice(1));
  for (const line of LINES.filter((each) => each.startsWith("COPY ") && !each.includes("--from="))) {
    for (const source of line.split(/\s+/).slice(1, -1)) {
      assert.ok(existsSync(join(HOME, source)), source);
      assert.ok(letIn.some((each) => source === each || source.startsWith(`${each}/`)), source);
    }
  }
});
