// The script that edits the dashboard's menu, with a kubectl that only notes what it is told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeCommands } from "./fakes.js";
import { DEPLOY } from "./rendered.js";

const SCRIPT = `${DEPLOY}overlays/kubeflow/dashboard-link.sh`;
const NOTEBOOKS = { type: "item", link: "/jupyter/", text: "Notebooks", icon: "book" };
const OURS = { type: "item", link: "/sparkhistory/{ns}/", text: "Spark History", icon: "history" };

function cluster(menu) {
  return new FakeCommands().command("kubectl", [
    { when: /get configmap/, out: typeof menu === "string" ? menu : JSON.stringify(menu) },
    { when: /patch configmap/, out: "patched\n" },
  ]);
}

function patched(commands) {
  const call = commands.calls("kubectl").find(({ args }) => args.includes("patch"));
  return call && JSON.parse(JSON.parse(call.args.slice(call.args.indexOf("{"))).data.links);
}

test("add puts one entry at the end and keeps the rest of the menu", async () => {
  const commands = cluster({ menuLinks: [NOTEBOOKS], externalLinks: [1] });
  assert.equal((await commands.run(SCRIPT, ["add"])).code, 0);
  assert.deepEqual(patched(commands), { menuLinks: [NOTEBOOKS, OURS], externalLinks: [1] });
});

test("add writes nothing when the entry is there", async () => {
  const commands = cluster({ menuLinks: [NOTEBOOKS, OURS] });
  assert.equal((await commands.run(SCRIPT, ["add"])).code, 0);
  assert.equal(patched(commands), undefined);
});

test("remove takes out the entry alone", async () => {
  const commands = cluster({ menuLinks: [OURS, NOTEBOOKS] });
  assert.equal((await commands.run(SCRIPT, ["remove"])).code, 0);
  assert.deepEqual(patched(commands), { menuLinks: [NOTEBOOKS] });
});

test("a menu that is not understood is left alone", async () => {
  for (const menu of ["", "not json", "[]"]) {
    const commands = cluster(menu);
    assert.equal((await commands.run(SCRIPT, ["add"])).code, 1, menu);
    assert.equal(patched(commands), undefined);
  }
});

test("a dashboard that is not there is said in a sentence", async () => {
  const commands = new FakeCommands().command("kubectl", [{ when: /get/, code: 1 }]);
  const { code, err } = await commands.run(SCRIPT, ["add"]);
  assert.equal(code, 1);
  assert.match(err, /There is no ConfigMap centraldashboard-config in namespace kubeflow/);
});
