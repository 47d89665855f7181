#!/usr/bin/env bash
# Pins the base images of the Dockerfile to what their tags mean today, by the digest of the list of all architectures, or renews
# the digests: pin.sh [DOCKERFILE]. The image of Spark follows SPARK_VERSION and is not pinned here.
set -euo pipefail

readonly file=${1:-$(dirname "${BASH_SOURCE[0]}")/../../Dockerfile}

fail() {
  printf 'pin.sh: %s\n' "$1" >&2
  exit 1
}

main() {
  local line name image digest
  docker buildx version >/dev/null 2>&1 || fail "docker buildx is missing: https://docs.docker.com/go/buildx/"
  while IFS= read -r line; do
    name=${line#ARG } name=${name%%=*}
    image=${line#*=} image=${image%@*}
    digest=$(docker buildx imagetools inspect "$image" --format '{{.Manifest.Digest}}') ||
      fail "The registry does not say the digest of $image."
    [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || fail "$digest is no digest of $image."
    sed -i "s|^ARG $name=.*|ARG $name=$image@$digest|" "$file"
    printf '%s %s\n' "$image" "$digest"
  done < <(grep -E '^ARG [A-Z]+_IMAGE=[^$]+$' "$file")
}

main
