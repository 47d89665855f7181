#!/usr/bin/env bash
# Adds the history servers to the menu of Kubeflow's central dashboard, or takes them out again. The
# menu is JSON inside of a ConfigMap that belongs to the dashboard, which kustomize cannot edit.
set -euo pipefail

readonly namespace=${DASHBOARD_NAMESPACE:-kubeflow}
# until Kubeflow Dashboard 2.0, and from then on
readonly names=(centraldashboard-config dashboard-config)
readonly link=${DASHBOARD_LINK:-/sparkhistory/{ns\}/}

usage() {
  cat <<'END'
Usage: dashboard-link.sh add|remove|show

  add     adds the entry "Spark History" to the menu, or brings it up to date
  remove  removes it
  show    prints the menu's entries

Other entries are not touched. The menu is in the ConfigMap centraldashboard-config, or dashboard-config
from Kubeflow Dashboard 2.0 on; whichever there is is taken. DASHBOARD_NAMESPACE (kubeflow),
DASHBOARD_CONFIGMAP and DASHBOARD_LINK (/sparkhistory/{ns}/) change where and what.
END
}

fail() {
  printf 'dashboard-link.sh: %s\n' "$1" >&2
  exit 1
}

either() { printf '%s%s' "$1" "${2:+ or $2}"; }

# The name of the dashboard's ConfigMap. kubectl has said what is wrong when it fails.
find_configmap() {
  local found asked=("${names[@]}")
  [[ -z ${DASHBOARD_CONFIGMAP:-} ]] || asked=("$DASHBOARD_CONFIGMAP")
  found=$(kubectl -n "$namespace" get configmap "${asked[@]}" --ignore-not-found -o name) ||
    fail "The ConfigMaps of namespace $namespace cannot be read."
  case $(wc -w <<<"$found") in
    1) printf '%s' "${found#configmap/}" ;;
    0) fail "There is no ConfigMap $(either "${asked[@]}") in namespace $namespace: name the dashboard's with DASHBOARD_CONFIGMAP." ;;
    *) fail "There are two ConfigMaps, $(either "${asked[@]}"), in namespace $namespace: say with DASHBOARD_CONFIGMAP which is the running dashboard's." ;;
  esac
}

links() {
  local json
  json=$(kubectl -n "$namespace" get configmap "$configmap" -o 'jsonpath={.data.links}') ||
    fail "The ConfigMap $configmap of namespace $namespace cannot be read."
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
  local configmap menu without changed
  case $1 in
    -h | --help) usage && return ;;
    add | remove | show)
      configmap=$(find_configmap)
      menu=$(links)
      ;;
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
