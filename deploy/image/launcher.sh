#!/usr/bin/env bash
# Writes java-options, the argument file of history servers, beside launcher.jar: launcher.sh SPARK_HOME
# EVENT_LOGS. With event logs it makes a class-data archive, too, for the Java that is on the search path.
# The jars have a fixed order and the folder of the configuration comes last, because an archive is
# good for the class path alone that it was made with, or for a longer one.
set -euo pipefail

readonly home=$1
readonly logs=${2:-}
readonly own=$home/history-server

fail() {
  printf 'launcher.sh: %s\n' "$1" >&2
  exit 1
}

# The jars of the class path with ':' between them, the same on every machine.
jars() {
  local jar path=$own/launcher.jar
  while IFS= read -r jar; do
    path+=:$jar
  done < <(LC_ALL=C find -L "$home/jars" -maxdepth 1 -name '*.jar' -type f | LC_ALL=C sort)
  printf '%s' "$path"
}

[[ -f $own/launcher.jar ]] || fail "there is no launcher.jar in $own."
[[ -n $(find -L "$home/jars" -name 'spark-core_*.jar' -print -quit) ]] || fail "there is no Spark in $home/jars."

# an argument file takes a backslash for an escape
quoted() {
  printf '"%s"\n' "${1//\\/\\\\}"
}

rm -rf "$own/java-options" "$own/classes.jsa" "$own/classes.start"
if [[ -n $logs ]]; then
  training=$(mktemp)
  trap 'rm -f "$training"' EXIT
  { printf -- '-cp\n' && quoted "$(jars)"; } >"$training"
  java -cp "$own/launcher.jar" io.sparkhistory.historyserver.archive.MakeArchive \
    java "$training" "$logs" "$own/classes.jsa"
  chmod 0444 "$own/classes.jsa"
  chmod -R a+rX "$own/classes.start"
fi
{
  if [[ -n $logs ]]; then
    quoted "-XX:SharedArchiveFile=$own/classes.jsa"
    quoted "-Dio.sparkhistory.start=$own/classes.start"
  fi
  printf -- '-cp\n'
  quoted "$(jars):$home/conf"
} >"$own/java-options"
chmod 0444 "$own/java-options"
