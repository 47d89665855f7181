#!/usr/bin/env bash
# Adds the history servers to the menu of Kubeflow's central dashboard, or takes them out again. The
# menu is JSON inside of a ConfigMap that belongs to the dashboard, which kustomize cannot edit.
set -euo pipefail

readonly namespace=${DASHBOARD_NAMESPACE:-kubeflow}
readonly configmap=${DASHBOARD_CONFIGMAP:-centraldashboard-config}
readonly link=${DASHBOARD_LINK:-/sparkhistory/{ns\}/}

usage() {
  cat <<'END'
Usage: dashboard-link.sh add|remove|show

  add     adds the entry "Spark History" to the menu, or brings it up to date
  remove  removes it
  show    prints the menu's entries

Other entries are not touched. DASHBOARD_NAMESPACE (kubeflow), DASHBOARD_CONFIGMAP
(centraldashboard-config) and DASHBOARD_LINK (/sparkhistory/{ns}/) change where and what.
END
}

fail() {
  printf 'dashboard-link.sh: %s\n' "$1" >&2
  exit 1
}

links() {
  local json
  json=$(kubectl -n "$namespace" get configmap "$configmap" -o 'jsonpath={.data.links}') ||
    fail "There is no ConfigMap $configmap in namespace $namespace: name it with DASHBOARD_CONFIGMAP."
  # jq takes nothing at all for no mistake
  { [[ -n $json ]] && jq -e 'has("menuLinks")' <<<"$json" >/dev/null 2>&1; } ||
    fail "The key 'links' of ConfigMap $configmap is not the JSON of a menu; it was left as it is."
  printf '%s' "$json"
}

# Our entry is known by its link, so that an installation may rename it.
write() {
  local patch
  patch=$(jq -n --arg links "$1" '{data: {links: $links}}')
  kubectl -n "$namespace" patch configmap "$configmap" --type merge -p "$patch"
}

main() {
  (($# == 1)) || { usage >&2 && exit 2; }
  command -v jq >/dev/null || fail "jq is needed."
  local menu without changed
  case $1 in
    -h | --help) usage && return ;;
    add | remove | show) menu=$(links) ;;
    *) usage >&2 && exit 2 ;;
  esac
  without=$(jq --arg link "$link" '.menuLinks |= map(select(.link != $link))' <<<"$menu")
  case $1 in
    show) jq -r '.menuLinks[] | "\(.text)\t\(.link)"' <<<"$menu" && return ;;
    remove) changed=$without ;;
    add)
      changed=$(jq --arg link "$link" '.menuLinks += [{
        type: "item", link: $link, text: "Spark History", icon: "history"}]' <<<"$without")
      ;;
  esac
  if jq -e --argjson other "$changed" '. == $other' <<<"$menu" >/dev/null; then
    printf 'The menu is like that already.\n'
  else
    write "$changed"
  fi
}

main "$@"
