#!/usr/bin/env bash
# Writes the ahead-of-time cache (JEP 514) of a jar beside it, with its classes loaded, linked and
# profiled: starts the program as it runs in a cluster, uses it, and ends it. There is no cluster here,
# and none is needed: the client, the server and the probes are loaded all the same.
set -euo pipefail

readonly jar=$1
readonly cache=${jar%.jar}.aot
readonly admin=9090

serve() {
  local command=()
  if [[ $jar == */gateway.jar ]]; then
    command=(gateway --listen 127.0.0.1:8080)
  fi
  # an address on which nobody answers
  KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT=9 \
    exec java "-XX:AOTCacheOutput=$cache" -Xlog:aot=error -XX:+UseSerialGC \
    --sun-misc-unsafe-memory-access=allow -jar "$jar" "${command[@]}" --admin "127.0.0.1:$admin" "${arguments[@]}"
}

# The answer to a request, without a program that the image would have to have.
get() {
  local line
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\n%sConnection: close\r\n\r\n' "$2" "${3:-}" >&3
  while IFS= read -r -t 5 line <&3; do
    printf '%s\n' "$line"
  done
  exec 3>&-
}

arguments=("${@:2}")
serve &
pid=$!

# Waits until the program answers there, or has ended by itself.
await() {
  local i
  for ((i = 0; i < 100; i++)); do
    if get "$1" "$2" >/dev/null 2>&1 || ! kill -0 "$pid" 2>/dev/null; then
      return
    fi
    sleep 0.1
  done
}

await "$admin" /metrics
await "$admin" /readyz
# a request of each kind that needs no history server
if [[ $jar == */gateway.jar ]]; then
  await 8080 /sparkhistory/
fi
get 8080 /sparkhistory/team-a/ $'kubeflow-userid: somebody\r\nAccept: text/html\r\n' >/dev/null 2>&1 || true
kill -TERM "$pid" 2>/dev/null || true
wait "$pid" || true
[[ -s $cache ]] || {
  printf 'aot-cache.sh: no cache of %s was written; Java 25 or newer can\n' "$jar" >&2
  exit 1
}
chmod 0444 "$cache"
