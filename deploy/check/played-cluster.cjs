// A cluster with the product on it, as kubectl and curl see it. Loaded by the commands of e2e.test.js, in
// processes of their own, so what happened is in a file beside this one.
const fs = require("node:fs");
const path = require("node:path");

const FILE = path.join(__dirname, "state.json");
const A = "spark-history-e2e-a";
const B = "spark-history-e2e-b";
// more than a pipe holds: who stops reading at the first match ends the writer with an error
const REST = `${"-".repeat(99)}\n`.repeat(2000);
const BINDINGS = [`${A}:owner`, `${A}:viewer`, `${B}:owner`, `${B}:viewer`];

function load() {
  return fs.existsSync(FILE)
    ? JSON.parse(fs.readFileSync(FILE, "utf8"))
    : { namespaces: [], crd: false, roles: false, bindings: BINDINGS, awake: {}, looks: {}, image: {}, log: "" };
}

/** At once, so that nobody reads half of it. */
function save(state) {
  const next = `${FILE}.${process.pid}`;
  fs.writeFileSync(next, JSON.stringify(state));
  fs.renameSync(next, FILE);
}

exports.kubectl = (args, faults) => {
  if (args.includes("port-forward")) {
    // which runs beside the commands that come after it, and so must not write what it read before
    setInterval(() => {}, 1000);
    return;
  }
  const state = load();
  const text = args.join(" ");
  const has = (fault) => faults.includes(fault);
  const piped = text.includes("-f -") || text.includes("exec -i") ? fs.readFileSync(0, "utf8") : "";
  let out = "";
  let code = 0;
  const namespace = text.match(/(?:-n|--namespace) (\S+)/)?.[1];
  if (text.startsWith("get namespace ")) {
    const name = args[2];
    const there = state.namespaces.includes(name) || (has("namespace-exists") && name === A);
    out = there ? `namespace/${name}\n` : "";
  } else if (text.startsWith("get crd ")) {
    const istio = has("istio") && text.includes("virtualservices");
    out = istio || (text.includes("sparkhistory") && (state.crd || has("crd-exists"))) ? "crd\n" : "";
  } else if (text.includes("gateways.networking.istio.io")) {
    out = "gateway\n";
  } else if (text.startsWith("get clusterroles")) {
    out = state.roles || has("role-left") ? "clusterrole/x\n" : "";
  } else if (text.startsWith("apply")) {
    state.crd ||= text.endsWith("/crd");
    if (text.endsWith("/installation")) {
      state.roles = true;
      state.namespaces.push("spark-history");
    }
    state.live ||= piped.includes("spark-app-selector");
    const made = piped.match(/kind: Namespace\nmetadata:\n {2}name: (\S+)/);
    if (made) {
      state.namespaces.push(made[1]);
    }
  } else if (text.includes("rollout status")) {
    code = has("no-rollout") ? 1 : 0;
  } else if (text.startsWith("delete namespace/")) {
    state.namespaces = state.namespaces.filter((name) => text.split(" ")[1] !== `namespace/${name}`);
  } else if (text.startsWith("delete -k")) {
    if (text.includes("/crd")) {
      state.crd = false;
    } else {
      state.roles = false;
      state.namespaces = state.namespaces.filter((name) => name !== "spark-history");
    }
  } else if (text.includes("delete pod live-driver")) {
    state.live = has("never-ends");
  } else if (text.includes("delete rolebinding viewer") && !has("never-revoked")) {
    state.bindings = state.bindings.filter((each) => each !== `${namespace}:viewer`);
  } else if (text.includes("delete deployment")) {
    state.deleted = true;
  } else if (text.includes("get deployment")) {
    code = state.deleted && has("not-repaired") ? 1 : 0;
  } else if (text.includes("patch sparkhistoryserver")) {
    state.image[namespace] = "such-image";
  } else if (text.includes(".status.phase")) {
    out = phase(state, namespace, has);
  } else if (text.includes(".status.conditions")) {
    out = state.image[namespace] && !has("not-explained") ? "ImagePullFailed" : "Ready";
  } else if (text.includes("logs")) {
    out = state.log + REST;
  } else if (text.includes("openid-configuration")) {
    out = '{"issuer":"https://accounts.cluster.example","jwks_uri":"https://10.0.0.1/openid/v1/jwks"}';
  } else if (text.includes("create token")) {
    out = `${namespace}:${args[args.indexOf("token") + 1]}`;
  } else if (text.includes("config current-context")) {
    out = "played\n";
  }
  save(state);
  process.stdout.write(out);
  process.exitCode = code;
};

/** Installs and uninstalls; a release has the resource definition, which stays. */
exports.helm = (args) => {
  const state = load();
  if (args[0] === "upgrade") {
    Object.assign(state, { crd: true, roles: true, values: fs.readFileSync(args[args.indexOf("-f") + 1], "utf8") });
    state.namespaces.push("spark-history");
  } else if (args[0] === "uninstall") {
    state.roles = false;
  }
  save(state);
};

/** Awake for a few looks after a visit, then asleep. */
function phase(state, namespace, has) {
  if ((state.awake[namespace] ?? 0) > 0) {
    state.awake[namespace] -= has("never-sleeps") ? 0 : 1;
    return "Ready";
  }
  return "Asleep";
}

exports.curl = (args, faults) => {
  const state = load();
  const has = (fault) => faults.includes(fault);
  const value = (flag) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);
  const headers = args.filter((each, i) => args[i - 1] === "-H");
  const url = args.find((each) => each.startsWith("http://"));
  const people = headers
    .map((each) => each.match(/^(?:kubeflow-userid: system:serviceaccount:|Authorization: Bearer )(\S+:\S+)$/)?.[1])
    .filter((each) => each !== undefined);
  const doubled = headers.filter((each) => each.startsWith("kubeflow-userid")).length > 1;
  // who says both is an API client
  const browser = headers.filter((each) => each.startsWith("Accept: ")).join() === "Accept: text/html";
  const namespace = url.match(/\/sparkhistory\/([^/]+)/)?.[1];
  const person = people[0];
  const live = url.match(/\/-\/live\/([^/]+)(\/.*)/);
  const own = headers.some((each) => each.startsWith("Referer: ") && each.includes("/-/live/"));
  let status = 200;
  let starts = false;
  const allowed =
    state.bindings.includes(person) &&
    (person.startsWith(`${namespace}:`) || (has("others-let-in") && [A, B].includes(namespace)));
  const past = has("istio") && headers.some((each) => each.startsWith("kubeflow-userid"));
  if (doubled) {
    status = 400;
  } else if (person === undefined || past) {
    status = 401;
  } else if (!allowed || (value("-X") === "POST" && !has("viewer-writes") && person.endsWith(":viewer"))) {
    status = 403;
    if (has("strangers-wake") && [A, B].includes(namespace)) {
      state.awake[namespace] = 9;
    }
  } else if (live) {
    const kill = live[2].includes("/kill/");
    // which Spark says to everything
    state.asked = (state.asked ?? 0) + 1;
    starts = state.asked <= 6;
    const viewer = person.endsWith(":viewer") && !has("viewer-kills");
    status = kill && (viewer || (!own && !has("foreign-kills"))) ? 403 : (kill && !starts) || !state.live ? 302 : 200;
  } else if (browser && (state.awake[namespace] ?? 0) === 0) {
    status = 503;
    state.awake[namespace] = 2;
  } else {
    state.awake[namespace] = 2;
  }
  // of what is asked with here, the fields that a history server reads
  const kept = headers.filter((each) => has("cookie-arrives") || /^(accept|user-agent):/i.test(each));
  if (status === 200) {
    state.log += `GET ${url}\n${kept.join("\n")}\n`;
  }
  save(state);
  const origin = url.match(/^http:\/\/[^/]+/)[0];
  const prefix = has("lost-prefix") ? "" : `/sparkhistory/${namespace}`;
  let body = "";
  if (url.endsWith("/api/v1/applications") && status === 200 && !has("no-logs")) {
    body = '[ {\n  "id" : "app-1",\n  "name" : "n"\n} ]';
  } else if (live && status === 200) {
    body = starts ? "Spark is starting up. Please wait a while until it's ready." : '<a href="/jobs/job/?id=0">';
  } else if (state.image[namespace]) {
    body = `<p>such-image cannot be pulled</p>${REST}`;
  }
  const format = value("-w");
  if (format) {
    const last = `${origin}${prefix}/history/${live ? live[1] : "app-1"}/jobs/`;
    process.stdout.write(
      format
        .replace("%{http_code}", String(status))
        .replace("%{redirect_url}", last)
        .replace("%{url_effective}", last),
    );
  } else {
    process.stdout.write(body);
  }
};
