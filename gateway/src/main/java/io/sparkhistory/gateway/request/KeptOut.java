package io.sparkhistory.gateway.request;

import java.util.Locale;

/**
 * What keeps the gateway from a driver in a cluster, and how to let it in. Each example lets in the
 * executors, too: a pod that such a policy selects takes in nothing else.
 */
public enum KeptOut {
  /** Envoy in front of the driver has answered 403. */
  AUTHORIZATION_POLICY(
      Outcome.LIVE_FAILED,
      "AuthorizationPolicy",
      "The sidecar of the driver refuses the gateway: an AuthorizationPolicy of {namespace}, or of"
          + " the whole mesh, selects the driver and does not let in the namespace {gateway}.",
      "If 'kubectl -n {namespace} get authorizationpolicies' shows one with the action ALLOW, apply"
          + " this one beside it. It lets in the gateway, and executors, which have no identity."
          + " One with the action DENY has to be changed itself. See “In a mesh” in"
          + " docs/live-applications.md.",
      """
      apiVersion: security.istio.io/v1
      kind: AuthorizationPolicy
      metadata:
        name: spark-history-live
        namespace: {namespace}
      spec:
        selector:
          matchLabels:
            spark-role: driver
        action: ALLOW
        rules:
          - from:
              - source:
                  namespaces: ["{gateway}"]
            to:
              - operation:
                  ports: ["{port}"]
          - to: # the executors
              - operation:
                  ports: ["7078", "7079"]
      """),
  /** Nobody has answered to the opening of a connection. */
  NETWORK_POLICY(
      Outcome.LIVE_TIMEOUT,
      "NetworkPolicy",
      "No connection to the driver could be opened in time. Where a pod runs and is ready, that is"
          + " usually a NetworkPolicy of {namespace} that does not let in the namespace {gateway}.",
      "If 'kubectl -n {namespace} get networkpolicies' shows one that selects the driver, apply"
          + " this one beside it. It lets in the gateway and executors. If it shows none, apply"
          + " none and try again in a few seconds. See “In a mesh” in docs/live-applications.md.",
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata:
        name: spark-history-live
        namespace: {namespace}
      spec:
        podSelector:
          matchLabels:
            spark-role: driver
        policyTypes: [Ingress]
        ingress:
          - from:
              - namespaceSelector:
                  matchLabels:
                    kubernetes.io/metadata.name: {gateway}
                podSelector:
                  matchLabels:
                    app.kubernetes.io/name: spark-history-gateway
            ports:
              - port: {port}
          - from: # the executors
              - podSelector:
                  matchLabels:
                    spark-role: executor
            ports:
              - port: 7078
              - port: 7079
      """);

  private final Outcome outcome;
  private final String cause;
  private final String reason;
  private final String nextStep;
  private final String example;

  KeptOut(Outcome outcome, String cause, String reason, String nextStep, String example) {
    this.outcome = outcome;
    this.cause = cause;
    this.reason = reason;
    this.nextStep = nextStep;
    this.example = example;
  }

  /** What the visitor is told. Where the gateway is in no cluster, no policy is named. */
  public Plan.Refuse refuse(Plan.Live plan) {
    boolean known = !plan.gatewayNamespace().isEmpty();
    return new Plan.Refuse(
        outcome,
        known ? fill(reason, plan) : "",
        known ? fill(nextStep, plan) : "",
        known ? fill(example, plan) : "",
        plan.user(),
        plan.namespace(),
        plan.access(),
        new Plan.Refuse.Failure(known ? cause : "", plan.application()));
  }

  private static String fill(String text, Plan.Live plan) {
    return text.replace("{namespace}", plan.namespace())
        .replace("{gateway}", plan.gatewayNamespace())
        .replace("{port}", Integer.toString(plan.endpoint().port()));
  }

  /** For the access log. */
  public String why() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
