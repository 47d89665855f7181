#!/usr/bin/env bash
# Finds what an older way of running history servers left in a cluster, and says what to delete when.
# It only reads: every kubectl here is a get.
set -euo pipefail

readonly prefix=${SPARKHISTORY_PREFIX:-/sparkhistory}

usage() {
  cat <<'END'
Usage: deploy/migrate/find-old.sh

Looks through the cluster of KUBECONFIG for history servers that the provisioner does not own, their
Helm releases, VirtualServices and EnvoyFilters, and resources of an older controller, and prints what
to delete in which step of docs/migrate.md. It changes nothing.

SPARKHISTORY_PREFIX (/sparkhistory) is the path below which the old ones are.
END
}

fail() {
  printf 'find-old.sh: %s\n' "$1" >&2
  exit 1
}

# The objects of a kind as JSON; none where the cluster does not know the kind.
objects() {
  local answer
  if answer=$(kubectl get "$@" --all-namespaces -o json 2>&1); then
    printf '%s' "$answer"
  elif [[ $answer == *"the server doesn't have a resource type"* ]]; then
    printf '{"items": []}'
  else
    fail "cannot read $1: $answer"
  fi
}

# Deployments that run Spark's HistoryServer, or whose image is called so, and are not ours.
servers() {
  objects deployments.apps | jq -r '
    .items[]
    | select(.metadata.labels["app.kubernetes.io/managed-by"] != "spark-history-provisioner")
    | select(any(.spec.template.spec.containers[];
        (((.command // []) + (.args // []) + [(.env // [])[] | .value // empty]) | join(" ")
          | test("deploy\\.history\\.HistoryServer|start-history-server"))
        or ((.image // "") | test("spark-history-server"))))
    | [.metadata.namespace, .metadata.name,
       (.metadata.annotations["meta.helm.sh/release-name"] // "-"),
       (.spec.replicas // 1 | tostring)]
    | @tsv'
}

# VirtualServices that take paths below the prefix, except the one of the gateway.
routes() {
  objects virtualservices.networking.istio.io | jq -r --arg prefix "$prefix" '
    .items[]
    | select(.metadata.namespace != "spark-history")
    | [(.spec.http // [])[] | (.match // [])[] | .uri // {} | (.prefix // .exact // .regex // empty)
        | select(startswith($prefix))] as $paths
    | select($paths | length > 0)
    | [.metadata.namespace, .metadata.name, ($paths | unique | join(" ")),
       (if any($paths[]; endswith("/") | not) then "takes longer names too" else "-" end)]
    | @tsv'
}

# EnvoyFilters that touch the Location header or name Spark history.
filters() {
  objects envoyfilters.networking.istio.io | jq -r '
    .items[]
    | select((.metadata.name | test("spark-?history"; "i"))
        or (.spec | tostring
            | test("spark-?history"; "i")
              or (test("inline_?code"; "i") and test("location"; "i"))))
    | [.metadata.namespace, .metadata.name,
       (if (.spec.workloadSelector.labels // {}) == {} then "every proxy of the namespace"
        else (.spec.workloadSelector.labels | to_entries | map("\(.key)=\(.value)") | join(",")) end)]
    | @tsv'
}

# Resources of the same name in another API group.
older_resources() {
  local kinds kind
  kinds=$(kubectl api-resources -o name | grep -i '^sparkhistoryservers\.' | grep -v '^sparkhistoryservers\.sparkhistory\.io$') || true
  for kind in $kinds; do
    objects "$kind" | jq -r --arg kind "$kind" '.items[] | [.metadata.namespace, .metadata.name, $kind] | @tsv'
  done
}

section() { # TITLE HEADINGS LINES
  printf '\n%s\n' "$1"
  if [[ -z $3 ]]; then
    printf '  none\n'
  else
    printf '%s\n%s\n' "$2" "$3" | column -t -s $'\t' | sed 's/^/  /'
  fi
}

# How each object of the standard input is deleted: lines of namespace, name, and a third field
deletions() { # KIND
  local namespace name third
  while IFS=$'\t' read -r namespace name third _; do
    [[ -n $namespace ]] || continue
    case $1 in
      deployment)
        if [[ $third == - ]]; then
          printf '  kubectl -n %s delete deployment %s   # and its Service\n' "$namespace" "$name"
        else
          printf '  helm -n %s uninstall %s\n' "$namespace" "$third"
        fi
        ;;
      older) printf '  kubectl -n %s delete %s %s\n' "$namespace" "$third" "$name" ;;
      *) printf '  kubectl -n %s delete %s %s\n' "$namespace" "$1" "$name" ;;
    esac
  done | sort -u
}

main() {
  case ${1:-} in
    '') ;;
    -h | --help) usage && return ;;
    *) usage >&2 && exit 2 ;;
  esac
  local command found_servers found_routes found_filters found_older
  for command in kubectl jq column; do
    command -v "$command" >/dev/null || fail "$command is needed."
  done
  found_servers=$(servers)
  found_routes=$(routes)
  found_filters=$(filters)
  found_older=$(older_resources)
  section 'History servers that the provisioner does not own' \
    $'NAMESPACE\tDEPLOYMENT\tHELM RELEASE\tREPLICAS' "$found_servers"
  section "VirtualServices below $prefix" $'NAMESPACE\tNAME\tPATHS\tREMARK' "$found_routes"
  section 'EnvoyFilters that may rewrite redirects' $'NAMESPACE\tNAME\tAPPLIES TO' "$found_filters"
  section 'Resources of an older controller' $'NAMESPACE\tNAME\tKIND' "$found_older"
  if [[ -z $found_servers$found_routes$found_filters$found_older ]]; then
    printf '\nNothing to move: install as in docs/install.md.\n'
    return
  fi
  printf '\nTo delete in step 3 of docs/migrate.md, one namespace after the other:\n'
  deletions virtualservice <<<"$found_routes"
  printf '\nIn step 4, when no old VirtualService is left; read them first:\n'
  deletions envoyfilter <<<"$found_filters"
  printf '\nIn step 5, when the namespace was looked at through the gateway:\n'
  deletions older <<<"$found_older"
  deletions deployment <<<"$found_servers"
}

main "$@"
