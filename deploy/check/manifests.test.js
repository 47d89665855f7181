// Every folder that somebody applies is rendered, fits the schemas of the APIs, and hangs together.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { parseAllDocuments } from "yaml";
import { APPLIED, COMBINED, DEPLOY, OVERLAYS, ofKind, render, renderWith, settings, title } from "./rendered.js";
import { problems } from "./typed.js";

for (const folder of APPLIED) {
  test(`${folder} fits the schemas`, async () => {
    assert.deepEqual(await problems(render(folder)), []);
  });
}

for (const [component, overlay] of COMBINED) {
  test(`${component} with ${overlay} fits the schemas`, async () => {
    assert.deepEqual(await problems(renderWith(component, overlay)), []);
  });
}

test("the folders that were found are all of deploy/", () => {
  assert.deepEqual(
    ["base", "crd", "e2e/installation", "monitoring", "overlays/kubeflow", "overlays/kubeflow-ambient", "overlays/plain", "overlays/plain-ingress", "roles"].filter(
      (each) => !APPLIED.includes(each),
    ),
    [],
  );
  // each is tried with what it changes
  const components = ["http-route", "tenant-hosts/http-route", "tenant-hosts/ingress", "tenant-hosts/istio", "tenant-hosts/istio"];
  assert.deepEqual(COMBINED.map(([component]) => component.replace("components/", "")).sort(), components);
});

const GOLDEN = `${DEPLOY}../provisioner/src/test/resources/golden/`;

test("what the provisioner makes fits the schemas", async () => {
  const made = readdirSync(GOLDEN, { recursive: true }).filter((path) => /out-\w+\.yaml$/.test(path));
  assert.ok(made.length > 20, `${made.length} files`);
  const objects = made.flatMap((path) => parseAllDocuments(readFileSync(GOLDEN + path, "utf8")).map((each) => each.toJS()));
  assert.deepEqual(await problems(objects), []);
});

test("the check sees a misspelt field, a missing one, a wrong type and a value that does not exist", async () => {
  const service = { apiVersion: "v1", kind: "Service", metadata: { name: "s" } };
  const rule = { apiVersion: "networking.istio.io/v1beta1", kind: "DestinationRule", metadata: { name: "d" } };
  const wrong = [
    { ...service, spec: { port: [] } },
    { ...service, spec: { ports: [{ name: "http" }] } },
    { ...service, spec: { ports: [{ port: "80" }] } },
    { ...rule, spec: { host: "h", trafficPolicy: { tls: { mode: "MUTUALLY" } } } },
    { ...rule, spec: { host: "h", trafficPolicy: { connectionPol: {} } } },
  ];
  for (const object of wrong) {
    assert.notDeepEqual(await problems([object]), [], JSON.stringify(object.spec));
  }
});

for (const folder of OVERLAYS) {
  const objects = render(folder);
  const deployments = ofKind(objects, "Deployment");

  test(`${folder}: what is referred to is there`, () => {
    const names = new Set(objects.map((object) => `${object.kind}/${object.metadata.name}`));
    const missing = references(objects).filter(([, reference]) => !names.has(reference));
    assert.deepEqual(missing, []);
  });

  test(`${folder}: selectors choose pods, and probes and services name ports of theirs`, () => {
    const pods = deployments.map((deployment) => deployment.spec.template);
    const lost = [];
    for (const object of objects) {
      for (const labels of selectors(object)) {
        if (!pods.some((pod) => matches(labels, pod.metadata.labels))) {
          lost.push(`${title(object)} chooses nothing`);
        }
      }
    }
    for (const service of ofKind(objects, "Service")) {
      const pod = pods.find((each) => matches(service.spec.selector, each.metadata.labels));
      const ports = portNames(pod);
      service.spec.ports
        .filter((port) => !ports.includes(port.targetPort))
        .forEach((port) => lost.push(`${title(service)}: no port ${port.targetPort}`));
    }
    for (const pod of pods) {
      for (const container of pod.spec.containers) {
        for (const probe of ["readinessProbe", "livenessProbe", "startupProbe"]) {
          const port = container[probe]?.httpGet?.port;
          if (!portNames(pod).includes(port)) {
            lost.push(`${container.name}: ${probe} has no port`);
          }
        }
      }
    }
    assert.deepEqual(lost, []);
  });

  test(`${folder}: every pod keeps the restricted profile and its root file system`, () => {
    for (const deployment of deployments) {
      const pod = deployment.spec.template.spec;
      assert.equal(pod.securityContext.runAsNonRoot, true, title(deployment));
      assert.equal(pod.securityContext.seccompProfile.type, "RuntimeDefault", title(deployment));
      for (const container of pod.containers) {
        assert.deepEqual(container.securityContext.capabilities, { drop: ["ALL"] });
        assert.equal(container.securityContext.allowPrivilegeEscalation, false);
        assert.equal(container.securityContext.readOnlyRootFilesystem, true);
        assert.ok(container.resources.limits.memory, `${container.name} has a memory limit`);
        assert.match(container.image, /:[^:]+$/, "an image has a tag");
      }
    }
  });

  test(`${folder}: nothing reaches a pod unless a policy says so`, () => {
    const policies = ofKind(objects, "NetworkPolicy");
    const closed = policies.filter((policy) => Object.keys(policy.spec.podSelector).length === 0);
    assert.ok(closed.some((policy) => policy.spec.ingress === undefined));
    for (const policy of policies) {
      for (const rule of policy.spec.ingress ?? []) {
        const open = rule.ports.some((port) => port.port === 8080 || port.port === "http");
        assert.ok(!open || rule.from?.every((peer) => peer.podSelector), title(policy));
      }
    }
  });

  test(`${folder}: the gateway writes nothing but one Lease, and nobody reads Secrets`, () => {
    const roles = [...ofKind(objects, "ClusterRole"), ...ofKind(objects, "Role")];
    for (const role of roles) {
      for (const rule of role.rules) {
        assert.ok(!rule.resources.includes("secrets") && !rule.resources.includes("*"), title(role));
        assert.ok(!rule.verbs.includes("*"), title(role));
      }
    }
    const gateway = roles.find((role) => role.metadata.name === "spark-history-gateway");
    const writes = gateway.rules
      .filter((rule) => rule.verbs.some((verb) => !["get", "list", "watch"].includes(verb)))
      .map(({ resources, resourceNames, verbs }) => ({ resources, resourceNames, verbs }));
    assert.deepEqual(writes.filter((rule) => !rule.resources.includes("subjectaccessreviews")), [
      { resources: ["leases"], resourceNames: ["spark-history-activity"], verbs: ["patch"] },
    ]);
  });

  test(`${folder}: everything that has a namespace is in spark-history`, () => {
    const cluster = ["Namespace", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition"];
    const elsewhere = objects
      .filter((object) => !cluster.includes(object.kind))
      .filter((object) => object.metadata.namespace !== "spark-history");
    assert.deepEqual(elsewhere.map(title), []);
  });
}

for (const folder of ["overlays/kubeflow", "overlays/kubeflow-ambient"]) {
  test(`${folder}: a prefix ends with a slash, and 503 is not tried again`, () => {
    const [route] = ofKind(render(folder), "VirtualService");
    for (const http of route.spec.http) {
      for (const { uri } of http.match) {
        assert.ok(uri.exact || uri.prefix.endsWith("/"), JSON.stringify(uri));
      }
      const conditions = http.retries.retryOn.split(",");
      assert.ok(conditions.every((each) => ["connect-failure", "refused-stream"].includes(each)));
      // none is Istio's default; "0s" said the same before Istio 1.23 and is refused since
      assert.equal(http.timeout, undefined);
    }
  });
}

test("overlays/kubeflow: the certificate that the gateway demands is the one that may reach it", () => {
  const objects = render("overlays/kubeflow");
  const settings = ofKind(objects, "ConfigMap").find((each) => each.data.SPARKHISTORY_TRUSTED_PEER);
  const policy = ofKind(objects, "AuthorizationPolicy").find(
    (each) => each.metadata.name === "spark-history-gateway",
  );
  assert.deepEqual(
    policy.spec.rules.flatMap((rule) => rule.from.flatMap((from) => from.source.principals)),
    [settings.data.SPARKHISTORY_TRUSTED_PEER.replace("spiffe://", "")],
  );
});

/** Every way to install the product where Istio is in ambient mode. */
const AMBIENT = [
  ["overlays/kubeflow-ambient", render("overlays/kubeflow-ambient")],
  ...COMBINED.filter(([, overlay]) => overlay === "overlays/kubeflow-ambient").map(([component, overlay]) => [
    `${component} with ${overlay}`,
    renderWith(component, overlay),
  ]),
];

for (const [name, objects] of AMBIENT) {
  test(`${name}: nothing is for sidecars, and no rule of the mesh keeps HBONE out`, () => {
    const [{ metadata }] = ofKind(objects, "Namespace");
    assert.equal(metadata.labels["istio.io/dataplane-mode"], "ambient");
    assert.equal(metadata.labels["istio-injection"], undefined);
    assert.deepEqual(ofKind(objects, "Sidecar"), []);
    const annotations = ofKind(objects, "Deployment").flatMap((each) => Object.keys(each.spec.template.metadata.annotations));
    assert.deepEqual(annotations.filter((each) => each.includes("istio.io")), []);
    for (const { spec } of ofKind(objects, "DestinationRule")) {
      assert.equal(spec.trafficPolicy.tls, undefined, "a mode of its own takes the place of HBONE");
    }
    for (const { spec } of ofKind(objects, "PeerAuthentication")) {
      const modes = [spec.mtls, ...Object.values(spec.portLevelMtls ?? {})].map(({ mode }) => mode);
      assert.ok(modes.every((each) => ["STRICT", "PERMISSIVE"].includes(each)), "ztunnel knows no other");
    }
  });

  test(`${name}: what ztunnel enforces are identities and ports; anything else targets a waypoint`, () => {
    for (const policy of ofKind(objects, "AuthorizationPolicy").filter((each) => !each.spec.targetRefs)) {
      for (const rule of policy.spec.rules) {
        assert.equal(rule.when, undefined, title(policy));
        const used = [...(rule.from ?? []).map((each) => each.source), ...(rule.to ?? []).map((each) => each.operation)].flatMap(Object.keys);
        assert.deepEqual(used.filter((each) => !["principals", "namespaces", "ipBlocks", "ports"].includes(each)), [], title(policy));
      }
    }
  });

  test(`${name}: the token says who asks, and the provisioner makes such policies too`, () => {
    const gateway = settings(objects, "spark-history-gateway");
    assert.equal(gateway.SPARKHISTORY_TRUSTED_PEER, undefined);
    for (const option of ["SPARKHISTORY_JWKS", "SPARKHISTORY_JWT_ISSUER", "SPARKHISTORY_JWT_AUDIENCE"]) {
      assert.ok(gateway[option], option);
    }
    assert.equal(settings(objects, "spark-history-provisioner").SPARKHISTORY_AMBIENT, "true");
  });

  test(`${name}: network policies let HBONE and the kubelet's probes in`, () => {
    const rules = ofKind(objects, "NetworkPolicy").flatMap((each) => each.spec.ingress ?? []);
    const open = (port) => rules.filter((rule) => rule.ports.some((each) => each.port === port));
    assert.ok(open(15008).length > 0);
    assert.ok(open(9090).some((rule) => rule.from.some((peer) => peer.ipBlock?.cidr === "169.254.7.127/32")));
  });
}

for (const [name, objects] of [
  ...["overlays/plain"].map((folder) => [folder, render(folder)]),
  ...COMBINED.filter(([component]) => component.includes("http-route")).map(([component, overlay]) => [component, renderWith(component, overlay)]),
]) {
  test(`${name}: a route has no timeout and no retry, and takes out what visitors must not say`, () => {
    const routes = ofKind(objects, "HTTPRoute");
    const signIn = objects.some((each) => each.kind === "Deployment" && each.metadata.name === "spark-history-sign-in");
    assert.ok(routes.length > 0);
    for (const rule of routes.flatMap((route) => route.spec.rules)) {
      // 0s is none (GEP-1742); without the field the Gateway's own default holds
      assert.deepEqual(rule.timeouts, { request: "0s" });
      assert.equal(rule.retry, undefined);
      assert.deepEqual(rule.backendRefs.map((each) => each.name), [signIn ? "spark-history-sign-in" : "spark-history-gateway"]);
      const removed = rule.filters.flatMap((each) => each.requestHeaderModifier?.remove ?? []).map((each) => each.toLowerCase());
      const { SPARKHISTORY_USER_HEADER: user, SPARKHISTORY_GROUPS_HEADER: groups } = settings(objects, "spark-history-gateway");
      const ours = signIn ? [user, groups] : [];
      assert.deepEqual([...ours, "x-forwarded-client-cert"].filter((each) => !removed.includes(each)), []);
    }
  });
}

for (const [component, overlay] of COMBINED.filter(([component]) => component.startsWith("components/tenant-hosts/"))) {
  const objects = renderWith(component, overlay);
  const gateway = settings(objects, "spark-history-gateway");
  const wildcard = `*.${gateway.SPARKHISTORY_TENANT_HOST.replace("{namespace}.", "")}`;

  test(`${component}: gateway and provisioner agree, and the main host is no host of a namespace`, () => {
    const provisioner = settings(objects, "spark-history-provisioner");
    assert.equal(provisioner.SPARKHISTORY_TENANT_HOST, gateway.SPARKHISTORY_TENANT_HOST);
    assert.equal(provisioner.SPARKHISTORY_PUBLIC_URL, `https://${gateway.SPARKHISTORY_MAIN_HOST}`);
    assert.ok(!gateway.SPARKHISTORY_MAIN_HOST.endsWith(wildcard.slice(1)));
  });

  test(`${component}: the wildcard leads to the gateway alone, with these paths and a certificate of its own`, () => {
    const paths = [];
    const certificates = [];
    for (const { spec } of ofKind(objects, "VirtualService").filter((each) => each.spec.hosts.includes(wildcard))) {
      assert.deepEqual(spec.hosts, [wildcard]);
      const servers = ofKind(objects, "Gateway").find((each) => each.metadata.name === spec.gateways[0]).spec.servers;
      assert.ok(servers.every((server) => server.hosts.length === 1 && server.hosts[0] === wildcard));
      certificates.push(...servers.map((server) => server.tls.credentialName).filter((each) => each));
      assert.ok(servers.every((server) => server.tls.credentialName || server.tls.httpsRedirect));
      paths.push(...spec.http.flatMap((http) => http.match.map(({ uri }) => uri.exact ?? uri.prefix.replace(/\/$/, ""))));
    }
    for (const { spec } of ofKind(objects, "Ingress")) {
      paths.push(...spec.rules.filter((each) => each.host === wildcard).flatMap((rule) => rule.http.paths.map((each) => each.path)));
      const [own] = spec.tls.filter((each) => each.hosts.includes(wildcard));
      assert.deepEqual(own.hosts, [wildcard]);
      assert.ok(spec.tls.every((each) => each === own || each.secretName !== own.secretName));
      certificates.push(own.secretName);
    }
    // the certificate is the business of the Gateway's listener for the wildcard
    for (const { spec } of ofKind(objects, "HTTPRoute").filter((each) => each.spec.hostnames.includes(wildcard))) {
      assert.deepEqual(spec.hostnames, [wildcard]);
      paths.push(...spec.rules.flatMap((rule) => rule.matches.map(({ path }) => path.value)));
      certificates.push("the listener's");
    }
    assert.deepEqual([...new Set(paths)].sort(), ["/", "/sparkhistory"]);
    assert.equal(certificates.length, 1);
  });
}

for (const [component, overlay] of [
  ["components/tenant-hosts/http-route", "overlays/plain"],
  ["components/tenant-hosts/ingress", "overlays/plain-ingress"],
]) {
  test(`${component}: one session for the main host and those below it, and one address for the provider`, () => {
    const objects = renderWith(component, overlay);
    const { SPARKHISTORY_MAIN_HOST: main, SPARKHISTORY_TENANT_HOST: pattern } = settings(objects, "spark-history-gateway");
    const signIn = settings(objects, "spark-history-sign-in");
    assert.ok(pattern.endsWith(`.${main}`), "the hosts are below the main host, so its name is the cookie's domain");
    assert.equal(signIn.OAUTH2_PROXY_COOKIE_DOMAINS, main);
    assert.equal(signIn.OAUTH2_PROXY_WHITELIST_DOMAINS, `.${main}`);
    assert.equal(signIn.OAUTH2_PROXY_REDIRECT_URL, `https://${main}/oauth2/callback`);
  });
}

/** Pairs of who refers to what, as Kind/name. */
function references(objects) {
  const found = [];
  for (const object of objects) {
    const refer = (kind, name) => found.push([title(object), `${kind}/${name}`]);
    if (object.kind === "Deployment") {
      const pod = object.spec.template.spec;
      refer("ServiceAccount", pod.serviceAccountName);
      (pod.volumes ?? []).filter((each) => each.configMap).forEach((v) => refer("ConfigMap", v.configMap.name));
      for (const container of pod.containers) {
        (container.envFrom ?? [])
          .filter((each) => each.configMapRef)
          .forEach((each) => refer("ConfigMap", each.configMapRef.name));
        (container.volumeMounts ?? []).forEach((mount) =>
          assert.ok(pod.volumes.some((volume) => volume.name === mount.name), mount.name),
        );
      }
    }
    if (object.kind.endsWith("RoleBinding")) {
      refer(object.roleRef.kind, object.roleRef.name);
      object.subjects.forEach((subject) => refer(subject.kind, subject.name));
    }
    if (object.kind === "HorizontalPodAutoscaler") {
      refer(object.spec.scaleTargetRef.kind, object.spec.scaleTargetRef.name);
    }
    if (object.kind === "VirtualService") {
      object.spec.http
        .flatMap((http) => http.route)
        .forEach(({ destination }) => refer("Service", destination.host.split(".")[0]));
    }
    if (object.kind === "DestinationRule") {
      refer("Service", object.spec.host.split(".")[0]);
    }
    if (object.kind === "HTTPRoute") {
      object.spec.rules.flatMap((rule) => rule.backendRefs).forEach(({ name }) => refer("Service", name));
    }
    if (object.kind === "Ingress") {
      object.spec.rules
        .flatMap((rule) => rule.http.paths)
        .forEach((path) => refer("Service", path.backend.service.name));
    }
  }
  return found;
}

/** The label selectors of an object that choose pods of its own namespace. */
function selectors(object) {
  const spec = object.spec ?? {};
  switch (object.kind) {
    case "Service":
      return [spec.selector];
    case "NetworkPolicy":
      return [spec.podSelector.matchLabels ?? {}];
    case "Deployment":
    case "PodDisruptionBudget":
    case "PeerAuthentication":
    case "AuthorizationPolicy":
      return [spec.selector.matchLabels];
    case "Sidecar":
      return [spec.workloadSelector.labels];
    default:
      return [];
  }
}

function matches(labels, actual) {
  return Object.entries(labels).every(([key, value]) => actual[key] === value);
}

function portNames(pod) {
  return (pod?.spec.containers ?? []).flatMap((each) => (each.ports ?? []).map((port) => port.name));
}
