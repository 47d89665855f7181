// Prometheus' own opinion of the alerts: that it takes the rules, and that each alert fires when it should
// and stays quiet when not.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { stringify } from "yaml";
import { file } from "./processes.js";
import { ofKind, render } from "./rendered.js";

const [{ spec }] = ofKind(render("monitoring"), "PrometheusRule");
const ALERTS = spec.groups.flatMap((group) => group.rules);
const RULES = file("rules.yaml", stringify(spec));

const requests = (outcome, values) => ({ [`sparkhistory_requests_total{outcome="${outcome}"}`]: values });
const bucket = (metric, le, values) => ({ [`sparkhistory_${metric}_seconds_bucket{le="${le}"}`]: values });
const pod = (metric, name, values) => ({ [`sparkhistory_${metric}{pod="${name}"}`]: values });

/**
 * Series a minute apart, in the notation of promtool: with which an alert fires after so many minutes, and
 * with which it does not. value is what its description says.
 */
const CASES = {
  SparkHistoryGatewayDown: { after: 5, fires: {}, quiet: [pod("build_info", "a", "1x99")] },
  SparkHistoryGatewayNotRedundant: {
    after: 20,
    fires: pod("build_info", "a", "1x99"),
    quiet: [{ ...pod("build_info", "a", "1x99"), ...pod("build_info", "b", "1x99") }],
  },
  SparkHistoryAccessUnavailable: {
    after: 10,
    fires: { 'sparkhistory_access_decisions_total{decision="unavailable"}': "0+6x99" },
    quiet: [
      { 'sparkhistory_access_decisions_total{decision="unavailable"}': "6x99" },
      { 'sparkhistory_access_decisions_total{decision="denied"}': "0+6x99" },
    ],
  },
  SparkHistoryApiServerAway: {
    after: 5,
    fires: { ...pod("access_outage_seconds", "a", "0x99"), ...pod("access_outage_seconds", "b", "0+60x99") },
    value: "5m 0s",
    quiet: [pod("access_outage_seconds", "a", "0 5 30 0 0 12 0x99")],
  },
  SparkHistoryUnauthenticated: {
    after: 20,
    fires: { ...requests("unauthenticated", "0+60x99"), ...requests("forwarded", "0+30x99") },
    quiet: [
      { ...requests("unauthenticated", "0+30x99"), ...requests("forwarded", "0+60x99") },
      { ...requests("unauthenticated", "0+1x99"), ...requests("forwarded", "0x99") },
    ],
  },
  SparkHistoryAmbiguousIdentity: {
    after: 10,
    fires: requests("ambiguous_identity", "0 0 0 0 0 1x99"),
    quiet: [requests("ambiguous_identity", "1x99")],
  },
  SparkHistoryUpstreamErrors: {
    after: 20,
    fires: { ...requests("upstream_unreachable", "0+6x99"), ...requests("forwarded", "0+60x99") },
    quiet: [
      { ...requests("upstream_unreachable", "0+2x99"), ...requests("forwarded", "0+60x99") },
      { ...requests("server_failed", "0+6x99"), ...requests("forwarded", "0+60x99") },
    ],
  },
  SparkHistoryInternalErrors: {
    after: 10,
    fires: requests("internal_error", "0 0 0 0 0 1x99"),
    quiet: [requests("internal_error", "1x99")],
  },
  SparkHistoryOverloaded: {
    after: 15,
    fires: requests("overloaded", "0+6x99"),
    quiet: [requests("overloaded", "0x99")],
  },
  SparkHistoryGatewaySlow: {
    after: 20,
    fires: {
      'sparkhistory_request_duration_seconds_bucket{answered_by="gateway", le="2.5"}': "0+50x99",
      'sparkhistory_request_duration_seconds_bucket{answered_by="gateway", le="5.0"}': "0+100x99",
      'sparkhistory_request_duration_seconds_bucket{answered_by="gateway", le="+Inf"}': "0+100x99",
    },
    quiet: [
      {
        'sparkhistory_request_duration_seconds_bucket{answered_by="gateway", le="2.5"}': "0+100x99",
        'sparkhistory_request_duration_seconds_bucket{answered_by="gateway", le="+Inf"}': "0+100x99",
        'sparkhistory_request_duration_seconds_bucket{answered_by="history-server", le="2.5"}': "0x99",
        'sparkhistory_request_duration_seconds_bucket{answered_by="history-server", le="+Inf"}': "0+100x99",
      },
    ],
  },
  SparkHistoryWakesFail: {
    after: 60,
    fires: { 'sparkhistory_wakes_total{result="failed"}': "0+1x99", 'sparkhistory_wakes_total{result="ready"}': "0+1x99" },
    quiet: [
      { 'sparkhistory_wakes_total{result="failed"}': "0x99", 'sparkhistory_wakes_total{result="ready"}': "0+1x99" },
      { 'sparkhistory_wakes_total{result="failed"}': "0x50 1x50", 'sparkhistory_wakes_total{result="ready"}': "0x99" },
    ],
  },
  SparkHistoryWakesSlow: {
    after: 90,
    fires: {
      ...bucket("wake_duration", "120.0", "0+8x99"),
      ...bucket("wake_duration", "180.0", "0+10x99"),
      ...bucket("wake_duration", "+Inf", "0+10x99"),
    },
    quiet: [{ ...bucket("wake_duration", "60.0", "0+10x99"), ...bucket("wake_duration", "+Inf", "0+10x99") }],
  },
  SparkHistoryAccessLogIncomplete: {
    after: 10,
    fires: { sparkhistory_access_log_dropped_total: "0 0 0 5x99" },
    quiet: [{ sparkhistory_access_log_dropped_total: "5x99" }],
  },
  SparkHistoryViewOld: {
    after: 20,
    value: "20m 0s",
    fires: { ...pod("kubernetes_view_age_seconds", "a", "0+60x99"), ...pod("kubernetes_view_age_seconds", "b", "60x99") },
    quiet: [pod("kubernetes_view_age_seconds", "a", "120x99")],
  },
  SparkHistoryWatchesBreak: {
    after: 40,
    fires: { 'sparkhistory_provisioner_watches_broken_total{resource="pods"}': "0+4x99" },
    quiet: [
      { 'sparkhistory_kubernetes_watches_broken_total{resource="namespaces"}': "0+1x99" },
      { 'sparkhistory_provisioner_watches_broken_total{resource="pods"}': "99x99" },
    ],
  },
  SparkHistoryObjectsSkipped: {
    after: 10,
    fires: { 'sparkhistory_kubernetes_objects_skipped_total{resource="namespaces"}': "0 0 0 0 0 1x99" },
    quiet: [{ 'sparkhistory_kubernetes_objects_skipped_total{resource="namespaces"}': "1x99" }],
  },
  SparkHistoryActivityNotNoted: {
    after: 10,
    fires: { 'sparkhistory_lease_writes_total{result="dropped"}': "0 0 0 1x99" },
    quiet: [{ 'sparkhistory_lease_writes_total{result="failed"}': "0+1x99" }],
  },
  SparkHistoryEventLoopStalls: {
    after: 15,
    value: "15",
    fires: { ...pod("event_loop_stalls_total", "a", "0+1x99"), ...pod("event_loop_stalls_total", "b", "9x99") },
    quiet: [pod("event_loop_stalls_total", "a", "0 0 0 1 2 3x99")],
  },
  SparkHistoryOutOfResources: {
    after: 10,
    value: "10",
    fires: { 'sparkhistory_limited_total{limit="memory"}': "0+1x99" },
    quiet: [
      { 'sparkhistory_limited_total{limit="memory"}': "7x99" },
      { 'sparkhistory_limited_total{limit="slow_head"}': "0+1x99" },
    ],
  },
  SparkHistoryTenantsFileInvalid: {
    after: 10,
    fires: { ...pod("config_valid", "a", "0x99"), ...pod("config_valid", "b", "1x99") },
    quiet: [pod("config_valid", "a", "1x99")],
  },
  SparkHistoryProvisionerDown: { after: 10, fires: {}, quiet: [pod("provisioner_defaults_valid", "a", "1x99")] },
  SparkHistoryProvisionerErrors: {
    after: 40,
    fires: {
      'sparkhistory_provisioner_reconciliations_total{result="error"}': "0+1x99",
      'sparkhistory_provisioner_reconciliations_total{result="success"}': "0+1x99",
    },
    quiet: [
      {
        'sparkhistory_provisioner_reconciliations_total{result="error"}': "0+1x99",
        'sparkhistory_provisioner_reconciliations_total{result="success"}': "0+9x99",
      },
    ],
  },
  SparkHistoryProvisionerIdle: {
    after: 60,
    fires: {
      'sparkhistory_provisioner_reconciliations_total{result="success"}': "5x99",
      'sparkhistory_provisioner_servers{phase="ready"}': "1x99",
    },
    quiet: [
      {
        'sparkhistory_provisioner_reconciliations_total{result="success"}': "0+1x99",
        'sparkhistory_provisioner_servers{phase="ready"}': "1x99",
      },
      {
        'sparkhistory_provisioner_reconciliations_total{result="success"}': "5x99",
        'sparkhistory_provisioner_servers{phase="ready"}': "0x99",
      },
    ],
  },
  SparkHistoryServersFailed: {
    after: 40,
    value: "2",
    fires: { 'sparkhistory_provisioner_servers{phase="failed"}': "2x99" },
    quiet: [{ 'sparkhistory_provisioner_servers{phase="failed"}': "2x20 0x80" }],
  },
  SparkHistoryStartsQueue: {
    after: 30,
    value: "3",
    fires: pod("provisioner_queued", "a", "3x99"),
    quiet: [pod("provisioner_queued", "a", "3x10 0x90")],
  },
  SparkHistoryDefaultsInvalid: {
    after: 10,
    fires: pod("provisioner_defaults_valid", "a", "0x99"),
    quiet: [pod("provisioner_defaults_valid", "a", "1x99")],
  },
};

function promtool(...args) {
  return execFileSync("promtool", args, { encoding: "utf8", stdio: "pipe" });
}

test("Prometheus takes the rules", () => {
  assert.match(promtool("check", "rules", RULES), new RegExp(`SUCCESS: ${ALERTS.length} rules found`));
});

test("every alert fires when it should, and stays quiet when not", () => {
  assert.deepEqual(Object.keys(CASES).sort(), ALERTS.map(({ alert }) => alert).sort());
  const tests = ALERTS.flatMap((rule) => {
    const { after, value, fires, quiet } = CASES[rule.alert];
    const alerts = [{ exp_labels: rule.labels, exp_annotations: annotations(rule, value) }];
    return [played(rule.alert, after, fires, alerts), ...quiet.map((series) => played(rule.alert, after, series, []))];
  });
  const text = { rule_files: [RULES], evaluation_interval: "1m", tests };
  try {
    promtool("test", "rules", file("tests.yaml", stringify(text)));
  } catch (e) {
    assert.fail(e.stdout + e.stderr);
  }
});

function played(alert, minutes, series, alerts) {
  return {
    name: alert,
    interval: "1m",
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    alert_rule_test: [{ eval_time: `${minutes}m`, alertname: alert, exp_alerts: alerts }],
  };
}

/** As they are sent. */
function annotations(rule, value) {
  const sent = Object.entries(rule.annotations).map(([name, text]) => [name, text.replace(/\{\{.*?\}\}/g, value)]);
  return Object.fromEntries(sent);
}
