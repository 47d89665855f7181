#!/usr/bin/env bash
# Copies an old history server that has the name which the provisioner needs, so that it serves on under another
# name while the old objects are removed.
set -euo pipefail

readonly old=spark-history-server copy=spark-history-server-old

usage() {
  cat <<'END'
Usage: deploy/migrate/copy-old.sh NAMESPACE

Makes a copy of the Deployment and the Service spark-history-server of the namespace, called
spark-history-server-old, and waits until its pod answers. The copy belongs to nobody: delete it when the
provisioner's server is ready, see docs/migrate.md. It refuses to copy what the provisioner made.
END
}

fail() {
  printf 'copy-old.sh: %s\n' "$1" >&2
  exit 1
}

# The object of the standard input under the other name, with a label by which its pods are told apart
renamed() {
  jq --arg name "$copy" '
    (if .metadata.labels["app.kubernetes.io/managed-by"] == "spark-history-provisioner"
       then error("the provisioner made it") else . end)
    | del(.status, .spec.clusterIP, .spec.clusterIPs)
    | .metadata = {name: $name, namespace: .metadata.namespace, labels:
        ((.metadata.labels // {}) | del(.["app.kubernetes.io/managed-by"], .["helm.sh/chart"]))}
    | if .kind == "Deployment" then
        .spec.selector.matchLabels["sparkhistory.io/copy"] = "old"
        | .spec.template.metadata.labels["sparkhistory.io/copy"] = "old"
      else
        .spec.selector["sparkhistory.io/copy"] = "old"
      end'
}

main() {
  case ${1:-} in
    -h | --help) usage && return ;;
    '' | -*) usage >&2 && exit 2 ;;
  esac
  local namespace=$1 command kind object
  for command in kubectl jq; do
    command -v "$command" >/dev/null || fail "$command is needed."
  done
  for kind in deployment service; do
    object=$(kubectl -n "$namespace" get "$kind" "$old" -o json) || fail "there is no $kind $old in $namespace."
    object=$(renamed <<<"$object") || fail "the $kind $old in $namespace is not an old one."
    kubectl apply -f - <<<"$object"
  done
  kubectl -n "$namespace" rollout status "deployment/$copy" --timeout=5m
}

main "$@"
