#!/usr/bin/env bash
# Fetches hadoop-aws, hadoop-azure and the connector of Google Cloud Storage for the Hadoop that a Spark
# brings: connectors.sh SPARK_JARS OUT. What Spark has in any version is left out, because two versions
# of one library on a class path are worse than an older one.
set -euo pipefail

readonly spark=$1 out=$2
readonly here=${BASH_SOURCE[0]%/*}
readonly gcs=${GCS_CONNECTOR_VERSION:-hadoop3-2.2.26}

fail() {
  printf 'connectors.sh: %s\n' "$1" >&2
  exit 1
}

# Name of a library without its version: hadoop-client-api of hadoop-client-api-3.4.1.jar
name_of() {
  basename "$1" .jar | sed -E 's/-[0-9][0-9A-Za-z.+_]*(-[0-9A-Za-z.]+)*$//'
}

client=$(find "$spark" -name 'hadoop-client-api-*.jar' -print -quit)
[[ -n $client ]] || fail "There is no hadoop-client-api in $spark: is it a Spark with Hadoop 3.3 or newer?"
hadoop=${client##*/hadoop-client-api-}
hadoop=${hadoop%.jar}
printf 'connectors for Hadoop %s\n' "$hadoop"

mvn -B -q -f "$here/connectors-pom.xml" dependency:copy-dependencies -DincludeScope=runtime \
  "-DoutputDirectory=$out" "-Dhadoop.version=$hadoop" "-Dgcs-connector.version=$gcs"

declare -A has=()
for jar in "$spark"/*.jar; do
  has[$(name_of "$jar")]=1
done
for jar in "$out"/*.jar; do
  if [[ -n ${has[$(name_of "$jar")]:-} ]]; then
    rm "$jar"
  fi
done
for needed in hadoop-aws hadoop-azure gcs-connector; do
  [[ -n $(find "$out" -name "$needed-*.jar") ]] || fail "$needed was not fetched."
done
du -sh "$out" | cut -f 1
