// The script that edits the dashboard's menu, with a kubectl that only notes what it is told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeCommands } from "./fakes.js";
import { standIn } from "./processes.js";
import { DEPLOY } from "./rendered.js";

const SCRIPT = `${DEPLOY}overlays/kubeflow/dashboard-link.sh`;
const NOTEBOOKS = { type: "item", link: "/jupyter/", text: "Notebooks", icon: "book" };
const OURS = { type: "item", link: "/sparkhistory/{ns}/", text: "Spark History", icon: "history" };

/** A cluster with these ConfigMaps, of which each has the menu. */
function cluster(menu, names = ["centraldashboard-config"]) {
  return new FakeCommands().command("kubectl", [
    {
      when: /get configmap centraldashboard-config dashboard-config --ignore-not-found -o name/,
      out: names.map((name) => `configmap/${name}\n`).join(""),
    },
    { when: /get configmap my-config --ignore-not-found -o name/, out: "configmap/my-config\n" },
    { when: /get configmap \S+ -o jsonpath/, out: typeof menu === "string" ? menu : JSON.stringify(menu) },
    { when: /patch configmap/, out: "patched\n" },
  ]);
}

/** The ConfigMap that was written to. */
function written(commands) {
  return commands.calls("kubectl").find(({ args }) => args.includes("patch"))?.args.match(/patch configmap (\S+)/)[1];
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

test("the menu is found under the name of either generation of the dashboard", async () => {
  for (const name of ["centraldashboard-config", "dashboard-config"]) {
    const commands = cluster({ menuLinks: [] }, [name]);
    assert.equal((await commands.run(SCRIPT, ["add"])).code, 0);
    assert.equal(written(commands), name);
  }
});

test("a ConfigMap that is named is taken, whatever else there is", async () => {
  const commands = cluster({ menuLinks: [] }, ["centraldashboard-config", "dashboard-config"]);
  assert.equal((await commands.run(SCRIPT, ["add"], { DASHBOARD_CONFIGMAP: "my-config" })).code, 0);
  assert.equal(written(commands), "my-config");
});

test("a dashboard that is not there, and two of them, are said in a sentence", async () => {
  for (const [names, sentence] of [
    [[], /There is no ConfigMap centraldashboard-config or dashboard-config in namespace kubeflow: .*DASHBOARD_CONFIGMAP/],
    [["centraldashboard-config", "dashboard-config"], /There are two ConfigMaps, .* in namespace kubeflow: .*DASHBOARD_CONFIGMAP/],
  ]) {
    const commands = cluster({ menuLinks: [] }, names);
    const { code, err } = await commands.run(SCRIPT, ["add"]);
    assert.equal(code, 1);
    assert.match(err, sentence);
    assert.equal(written(commands), undefined);
  }
});

test("a right that is missing is not taken for a dashboard that is not there", async () => {
  const commands = new FakeCommands().command("kubectl", [{ when: /get/, error: "Forbidden\n", code: 1 }]);
  const { code, err } = await commands.run(SCRIPT, ["add"]);
  assert.equal(code, 1);
  assert.match(err, /Forbidden[^]*The ConfigMaps of namespace kubeflow cannot be read/);
});

test("with the real kubectl the entry comes into an API server's ConfigMap of either name, and goes again", async () => {
  for (const name of ["centraldashboard-config", "dashboard-config"]) {
    await standIn(async (environment, url) => {
      const path = `${url}/api/v1/namespaces/kubeflow/configmaps`;
      const menu = async () => JSON.parse((await (await fetch(`${path}/${name}`)).json()).data.links).menuLinks;
      const data = { links: JSON.stringify({ menuLinks: [NOTEBOOKS] }) };
      await fetch(path, { method: "POST", body: JSON.stringify({ metadata: { name, namespace: "kubeflow" }, data }) });
      const run = async (word) => {
        const { code, err } = await new FakeCommands().run(SCRIPT, [word], environment);
        assert.equal(code, 0, err);
      };
      await run("add");
      assert.deepEqual(await menu(), [NOTEBOOKS, OURS]);
      await run("remove");
      assert.deepEqual(await menu(), [NOTEBOOKS]);
    });
  }
});
