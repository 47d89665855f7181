// What a PromQL expression asks for, by Prometheus' own grammar.
import { parser } from "@prometheus-io/lezer-promql";

/** Variables of Grafana, which are no PromQL. */
const VARIABLES = /\$__rate_interval/g;

/**
 * The metrics of an expression with their label matchers, and the labels that it groups by. Throws for
 * an expression that is not PromQL.
 */
export function asked(expression) {
  const text = expression.replace(VARIABLES, "5m");
  const selectors = [];
  const grouped = [];
  parser.parse(text).iterate({
    enter(node) {
      const value = text.slice(node.from, node.to);
      if (node.type.isError) {
        throw new Error(`not PromQL at ${node.from}: ${text}`);
      }
      if (node.name === "VectorSelector") {
        selectors.push({ metric: value.match(/^[\w:]*/)[0], matchers: [] });
      }
      if (node.name === "UnquotedLabelMatcher") {
        const [, label, operator, wanted] = value.match(/^(\w+)\s*(=~|!~|!=|=)\s*"(.*)"$/s);
        selectors.at(-1).matchers.push({ label, operator, wanted });
      }
      if (node.name === "GroupingLabels") {
        grouped.push(...value.replace(/[()\s]/g, "").split(",").filter((label) => label !== ""));
      }
    },
  });
  return { selectors, grouped };
}

/** The samples of a text in Prometheus' format: metric and labels. */
export function samples(text) {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, metric, labels = ""] = line.match(/^([\w:]+)(?:\{(.*)\})? \S+$/);
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
      return { metric, labels: Object.fromEntries(pairs.map(([, name, value]) => [name, value])) };
    });
}

/** Labels that scraping adds. */
const TARGET = ["pod", "namespace", "instance", "job"];

/** What an expression asks for and nobody exposes, a sentence each. */
export function missing(expression, exposed) {
  const found = [];
  const { selectors, grouped } = asked(expression);
  let all = [];
  for (const { metric, matchers } of selectors) {
    const known = exposed.filter((sample) => sample.metric === metric);
    if (known.length === 0) {
      found.push(`${metric} is exposed by nobody`);
    }
    all = all.concat(known);
    for (const { label, operator, wanted } of matchers) {
      const values = operator.includes("~") ? wanted.split("|") : [wanted];
      for (const value of values) {
        const pattern = operator.includes("~") ? new RegExp(`^(?:${value})$`) : undefined;
        const fits = (sample) =>
          pattern ? pattern.test(sample.labels[label] ?? "") : sample.labels[label] === value;
        if (known.length > 0 && !known.some(fits)) {
          found.push(`${metric} never has ${label} ${value}`);
        }
      }
    }
  }
  for (const label of grouped) {
    if (!TARGET.includes(label) && !all.some((sample) => label in sample.labels)) {
      found.push(`nothing has the label ${label}`);
    }
  }
  return found;
}
