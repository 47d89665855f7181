// What an API server asks of the metadata of every object (apimachinery/pkg/api/validation).
const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const NAMES = {
  subdomain: new RegExp(`^(?=.{1,253}$)${LABEL}(\\.${LABEL})*$`),
  label: new RegExp(`^(?=.{1,63}$)${LABEL}$`),
  service: /^(?=.{1,63}$)[a-z]([-a-z0-9]*[a-z0-9])?$/,
  // RBAC takes whatever can be a segment of a path
  segment: /^(?!\.{1,2}$)[^/%]+$/,
};
const OF_KIND = { Namespace: "label", Service: "service" };
const QUALIFIED = /^(?=.{1,63}$)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const LABEL_VALUE = /^(?=.{0,63}$)(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const ANNOTATIONS = 256 * 1024;
/** Fields of metadata; what only the server writes is taken too. */
const FIELDS = new Set([
  ..."name generateName namespace labels annotations ownerReferences finalizers managedFields uid".split(" "),
  ..."resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds selfLink".split(" "),
]);

/** What is wrong with the metadata of an object, a sentence each. */
export function wrongMetadata({ apiVersion, kind, metadata }) {
  if (metadata?.name === undefined && metadata?.generateName === undefined) {
    return ["metadata.name: name or generateName is required"];
  }
  const form = apiVersion.startsWith("rbac.") ? "segment" : (OF_KIND[kind] ?? "subdomain");
  const wrong = Object.keys(metadata).filter((field) => !FIELDS.has(field)).map((field) => `unknown field "metadata.${field}"`);
  // five letters come after a prefix
  const name = metadata.name ?? `${metadata.generateName}abcde`;
  if (!NAMES[form].test(name)) {
    wrong.push(`metadata.name: Invalid value: "${name}"`);
  }
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    if (!isQualified(key) || typeof value !== "string" || !LABEL_VALUE.test(value)) {
      wrong.push(`metadata.labels: Invalid value: ${JSON.stringify({ [key]: value })}`);
    }
  }
  let size = 0;
  for (const [key, value] of Object.entries(metadata.annotations ?? {})) {
    size += Buffer.byteLength(key) + Buffer.byteLength(String(value));
    if (!isQualified(key.toLowerCase()) || typeof value !== "string") {
      wrong.push(`metadata.annotations: Invalid value: ${JSON.stringify({ [key]: value })}`);
    }
  }
  return size > ANNOTATIONS ? [...wrong, "metadata.annotations: Too long"] : wrong;
}

/** A name, or a name with the domain of whoever defines it before a slash. */
function isQualified(key) {
  const [name, domain, ...more] = key.split("/").reverse();
  return more.length === 0 && QUALIFIED.test(name) && (domain === undefined || NAMES.subdomain.test(domain));
}
