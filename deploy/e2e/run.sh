#!/usr/bin/env bash
# Proves on a real cluster that isolation, waking and repair work. See usage below.
set -euo pipefail

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here
readonly home=$here/../..
readonly system=spark-history
readonly a=spark-history-e2e-a b=spark-history-e2e-b
readonly server=spark-history-server
readonly live=spark-history-e2e-live
readonly label=app.kubernetes.io/part-of=spark-history-gateway

usage() {
  cat <<'END'
Usage: deploy/e2e/run.sh --gateway-image IMAGE --provisioner-image IMAGE --history-server-image IMAGE
                         [OPTION]…

Installs into the cluster of KUBECONFIG, makes two namespaces with owners and a viewer, checks as each
of them what they can see, prints a table, and removes what it made and nothing else. Ends with 0 when
every check held, with 1 when one did not, with 2 when it could not begin.

  --overlay NAME       kubeflow, kubeflow-ambient, http-route or bare; by default kubeflow where Istio and
                       Kubeflow's gateway are. http-route is kubeflow-ambient with a Gateway of the Gateway
                       API. bare has no proxy in front, so it says what was not checked
  --helm               install with the Helm chart instead of kustomize
  --spark-version V    of the history server's image (default 4.0.4)
  --host-path DIR      take the event logs of this folder of the nodes (as in examples/eventlogs)
                       instead of making a volume and copying the examples there
  --storage-class NAME of the volume; by default the cluster's own
  --idle-timeout TIME  after which servers go to sleep (default 3m)
  --gateway NS/NAME    with http-route: Istio's Gateway, which has to tell the visitor's name as Kubeflow's
                       ingress gateway does (default gateway-system/gateway)
  --host NAME          with http-route: a host of that Gateway (default spark-history.example.com)
  --jwks URL           in ambient mode: the keys of the cluster's service accounts, as the gateway reaches
                       them (by default at Kubeflow's cluster-jwks-proxy)
  --port NUMBER        local port for the way to the gateway (default 18990)
  --timeout SECONDS    longest wait for one thing, such as a server that starts or sleeps (default 300)
  --lockout SECONDS    after which a permission that was revoked must not let in any more (default 45)
  --keep               do not remove anything, to look around afterwards
  -h, --help           this text

It refuses to begin where the product is installed already, or where one of its two namespaces exists.
END
}

say() { printf '%s\n' "$*" >&2; }

refuse() {
  say "run.sh: $1"
  exit 2
}

# ---------------------------------------------------------------------------------------- arguments
gateway_image='' provisioner_image='' server_image='' overlay='' host_path='' storage_class=''
spark_version=4.0.4 idle_timeout=3m port=18990 timeout=300 lockout=45 keep=false helm=false
istio_gateway=gateway-system/gateway host=spark-history.example.com
jwks=http://cluster-jwks-proxy.istio-system.svc.cluster.local/openid/v1/jwks
readonly audience=istio-ingressgateway.istio-system.svc.cluster.local

arguments() {
  while (($# > 0)); do
    case $1 in
      -h | --help) usage && exit 0 ;;
      --keep) keep=true && shift && continue ;;
      --helm) helm=true && shift && continue ;;
      --gateway-image | --provisioner-image | --history-server-image | --overlay | --host-path | \
        --spark-version | --storage-class | --gateway | --host | --jwks | --idle-timeout | --port | --timeout | --lockout) (($# > 1)) || refuse "$1 needs a value" ;;
      *) refuse "$1 is unknown; --help lists what there is" ;;
    esac
    case $1 in
      --gateway-image) gateway_image=$2 ;;
      --provisioner-image) provisioner_image=$2 ;;
      --history-server-image) server_image=$2 ;;
      --overlay) overlay=$2 ;;
      --host-path) host_path=$2 ;;
      --spark-version) spark_version=$2 ;;
      --storage-class) storage_class=$2 ;;
      --gateway) istio_gateway=$2 ;;
      --host) host=$2 ;;
      --jwks) jwks=$2 ;;
      --idle-timeout) idle_timeout=$2 ;;
      --port) port=$2 ;;
      --timeout) timeout=$2 ;;
      --lockout) lockout=$2 ;;
    esac
    shift 2
  done
  [[ -n $gateway_image && -n $provisioner_image && -n $server_image ]] ||
    refuse "--gateway-image, --provisioner-image and --history-server-image are needed; see --help"
  [[ $overlay =~ ^(|kubeflow|kubeflow-ambient|http-route|bare)$ ]] ||
    refuse "--overlay is $overlay, expected kubeflow, kubeflow-ambient, http-route or bare"
  [[ $istio_gateway =~ ^[a-z0-9-]+/[a-z0-9-]+$ ]] || refuse "--gateway is $istio_gateway, expected NAMESPACE/NAME"
  [[ $idle_timeout =~ ^[1-9][0-9]*[mh]$ ]] || refuse "--idle-timeout is $idle_timeout, expected something like 3m"
  [[ $port =~ ^[0-9]+$ && $timeout =~ ^[0-9]+$ && $lockout =~ ^[0-9]+$ ]] ||
    refuse "--port, --timeout and --lockout are numbers"
}

# ------------------------------------------------------------------------------------- the outcome
names=() results=() notes=()

record() {
  names+=("$1") results+=("$2") notes+=("${3:-}")
  say "  $2  $1${3:+ ($3)}"
}

# check NAME COMMAND…: the command's last line of output is the reason when it fails. It runs in this
# shell, because what it makes has to be remembered, and -e does not hold in it.
check() {
  local name=$1
  shift
  if "$@" >"$scratch/output" 2>&1; then
    record "$name" ok
  else
    record "$name" MISS "$(tail -n 1 "$scratch/output")"
  fi
}

table() {
  local i missed=0 unchecked=0
  printf '\n%-72s %s\n' CHECK RESULT
  for i in "${!names[@]}"; do
    printf '%-72s %s%s\n' "${names[$i]}" "${results[$i]}" "${notes[$i]:+  ${notes[$i]}}"
    case ${results[$i]} in
      MISS) missed=$((missed + 1)) ;;
      'not checked') unchecked=$((unchecked + 1)) ;;
    esac
  done
  local checked=$((${#names[@]} - unchecked))
  printf '\n%s checks, %s missed, %s not checked\n' "$checked" "$missed" "$unchecked"
  ((missed == 0 && checked > 0))
}

# until_true COMMAND…: polls until the command succeeds, for --timeout
until_true() { within "$timeout" "$@"; }

# within SECONDS COMMAND…: at least five times, however slow this machine is
within() {
  local deadline=$((SECONDS + $1)) times=1
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline || times < 5)) || return 1
    times=$((times + 1))
    sleep 2
  done
}

# ------------------------------------------------------------------------ what is made and removed
made=() forwarder='' scratch=''

remove_everything() {
  local status=$? i
  trap - EXIT
  stop_forwarding
  if $keep; then
    say "Kept: ${made[*]:-nothing}; the installation's $($helm && printf values || printf kustomization) is in $scratch"
    exit "$status"
  fi
  # in the reverse order, as what came later may need what came first
  for ((i = ${#made[@]} - 1; i >= 0; i--)); do
    remove "${made[$i]}" || status=1
  done
  rm -rf "$scratch"
  exit "$status"
}

remove() { # what is in made
  case $1 in
    installation)
      if $helm; then
        helm uninstall spark-history --namespace $system --ignore-not-found --wait --timeout "${timeout}s" || return 1
        kubectl delete "namespace/$system" --ignore-not-found --wait --timeout="${timeout}s"
        return
      fi
      kubectl delete -k "$scratch/installation" --ignore-not-found --wait --timeout="${timeout}s"
      ;;
    crd) kubectl delete -k "$home/deploy/crd" --ignore-not-found --wait --timeout="${timeout}s" ;;
    namespace/*) kubectl delete "$1" --ignore-not-found --wait --timeout="${timeout}s" ;;
  esac >&2
}

exists() { [[ -n $(kubectl get "$@" --ignore-not-found -o name) ]]; }

preflight() {
  local command name commands=(kubectl curl tar)
  ! $helm || commands+=(helm)
  for command in "${commands[@]}"; do
    command -v "$command" >/dev/null || refuse "$command is needed"
  done
  kubectl version -o json >/dev/null || refuse "the cluster of KUBECONFIG does not answer"
  for name in $system $a $b; do
    ! exists namespace "$name" || refuse "namespace $name exists already; this would not be a fair test"
  done
  ! exists crd sparkhistoryservers.sparkhistory.io || refuse "the resource definition is installed already"
  if [[ -z $overlay ]]; then
    overlay=bare
    if exists crd virtualservices.networking.istio.io &&
      exists --namespace kubeflow gateways.networking.istio.io kubeflow-gateway; then
      overlay=kubeflow
    fi
  fi
  # by resolve, because the Gateway knows its routes by the host
  origin=http://127.0.0.1:$port
  [[ $overlay != http-route ]] || origin=http://$host:$port
  ! ambient || issuer=$(kubectl get --raw /.well-known/openid-configuration | sed -n 's/.*"issuer": *"\([^"]*\)".*/\1/p')
  say "Cluster: $(kubectl config current-context), overlay: $overlay, by $($helm && printf Helm || printf kustomize)"
}

ambient() { [[ $overlay == kubeflow-ambient || $overlay == http-route ]]; }

# The installation, as docs/install.md has a reader write it.
write_installation() {
  local base=$here/installation
  case $overlay in
    kubeflow) base=$home/deploy/overlays/kubeflow ;;
    kubeflow-ambient | http-route) base=$home/deploy/overlays/kubeflow-ambient ;;
  esac
  mkdir -p "$scratch/installation"
  cat >"$scratch/installation/kustomization.yaml" <<END
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [$(realpath --relative-to="$scratch/installation" "$base")]
images:
  - {name: spark-history-gateway, $(image_fields "$gateway_image")}
  - {name: spark-history-provisioner, $(image_fields "$provisioner_image")}
configMapGenerator:
  - name: spark-history-defaults
    namespace: $system
    behavior: replace
    files: [defaults.yaml]
  # only the two namespaces of the test
  - name: spark-history-provisioner
    namespace: $system
    behavior: merge
    literals:
      - SPARKHISTORY_NAMESPACES=$a,$b
      - SPARKHISTORY_PROFILES=false
      - SPARKHISTORY_PUBLIC_URL=$origin
$(! ambient || tokens_of_accounts)
$([[ $overlay != http-route ]] || route_of_gateway)
END
  cat >"$scratch/installation/defaults.yaml" <<END
spec:
$(server_defaults)
END
}

# In ambient mode a token says who asks, and people of this test have those of service accounts.
tokens_of_accounts() {
  cat <<END
  - name: spark-history-gateway
    namespace: $system
    behavior: merge
    literals:
      - SPARKHISTORY_JWKS=$jwks
      - SPARKHISTORY_JWT_ISSUER=$issuer
      - SPARKHISTORY_JWT_AUDIENCE=$audience
      - SPARKHISTORY_JWT_USER_CLAIM=sub
END
}

route_of_gateway() {
  local namespace=${istio_gateway%/*} name=${istio_gateway#*/}
  cat <<END
components: [$(realpath --relative-to="$scratch/installation" "$home/deploy/components/http-route")]
patches:
  - target: {kind: HTTPRoute, name: spark-history}
    patch: |
      - {op: replace, path: /spec/parentRefs/0, value: {name: $name, namespace: $namespace}}
      - {op: replace, path: /spec/hostnames/0, value: $host}
  - target: {kind: NetworkPolicy, name: visitors}
    patch: |
      - op: replace
        path: /spec/ingress/0/from/0
        value:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: $namespace}}
          podSelector: {matchLabels: {gateway.networking.k8s.io/gateway-name: $name}}
  - target: {kind: AuthorizationPolicy, name: spark-history-gateway}
    patch: |
      - {op: replace, path: /spec/rules/0/from/0/source/principals/0, value: cluster.local/ns/$namespace/sa/$name-istio}
END
}

# What history servers have in either way, and what they may have.
server_defaults() {
  cat <<END
  image: $server_image
  sparkVersion: $spark_version
  serviceAccountName: default
  logDirectory: file:///logs/history
  idleTimeout: $idle_timeout
  # it would start servers that nobody looks at
  cleaner: {enabled: false}
limits:
  hostPath: true
END
}

# The same as values of the chart.
write_values() {
  local mesh=none route=none more=''
  case $overlay in
    kubeflow) mesh=kubeflow route=virtualService ;;
    kubeflow-ambient) mesh=ambient route=virtualService ;;
    http-route) mesh=ambient route=httpRoute more="httpRoute: {parentRefs: [{name: ${istio_gateway#*/}, namespace: ${istio_gateway%/*}}]}" ;;
  esac
  ! ambient || more+="
token: {jwks: \"$jwks\", issuer: \"$issuer\", audience: $audience}
gateway: {options: {SPARKHISTORY_JWT_USER_CLAIM: sub}}"
  cat >"$scratch/values.yaml" <<END
mesh: $mesh
route: $route
publicUrl: $origin
$more
signIn: {enabled: false}
images:
  gateway: {$(image_fields "$gateway_image" name tag)}
  provisioner: {$(image_fields "$provisioner_image" name tag)}
defaults:
$(server_defaults)
provisioner:
  options:
    # only the two namespaces of the test
    SPARKHISTORY_NAMESPACES: $a,$b
    SPARKHISTORY_PROFILES: "false"
END
}

# kustomize and Helm want the name and the tag of an image apart, in fields of other names
image_fields() { # IMAGE [NAME TAG]
  local image=$1 name=${2:-newName} tag=${3:-newTag}
  if [[ $image == *@* ]]; then
    printf '%s: "%s", digest: "%s"' "$name" "${image%@*}" "${image#*@}"
  elif [[ ${image##*/} == *:* ]]; then
    printf '%s: "%s", %s: "%s"' "$name" "${image%:*}" "$tag" "${image##*:}"
  else
    printf '%s: "%s", %s: latest' "$name" "$image" "$tag"
  fi
}

install() {
  if $helm; then
    write_values || return 1
    # the chart brings the resource definition, and uninstalling keeps it
    made+=(crd installation)
    helm upgrade --install spark-history "$home/deploy/helm/spark-history-gateway" --namespace $system --create-namespace \
      -f "$scratch/values.yaml" || return 1
  else
    write_installation || return 1
    made+=(crd)
    kubectl apply --server-side -k "$home/deploy/crd" || return 1
    made+=(installation)
    kubectl apply --server-side -k "$scratch/installation" || return 1
  fi
  local deployment
  for deployment in gateway provisioner; do
    kubectl -n $system rollout status "deployment/spark-history-$deployment" --timeout="${timeout}s" || return 1
  done
}

# ---------------------------------------------------------------------- namespaces, people and logs
tenant() { # NAMESPACE EXAMPLE
  local namespace=$1 inject=''
  [[ $overlay != kubeflow ]] || inject=', istio-injection: enabled'
  ! ambient || inject=', istio.io/dataplane-mode: ambient'
  made+=("namespace/$namespace")
  kubectl apply -f - <<END || return 1
apiVersion: v1
kind: Namespace
metadata:
  name: $namespace
  labels: {spark-history-e2e: "true"$inject}
---
$(person "$namespace" owner edit)
---
$(person "$namespace" viewer view)
---
$(recorder "$namespace")
$(volume_claim "$namespace")
END
  [[ -n $host_path ]] || copy_logs "$namespace" "$2" || return 1
  kubectl apply -f - <<END
apiVersion: sparkhistory.io/v1beta1
kind: SparkHistoryServer
metadata: {name: $server, namespace: $namespace}
spec:
  volumes:
    - name: logs
      $(log_volume "$2")
    - name: recorder
      configMap: {name: recorder}
  volumeMounts:
    - {name: logs, mountPath: /logs}
    - {name: recorder, mountPath: /recorder}
  podTemplate:
    env:
      - {name: JAVA_TOOL_OPTIONS, value: -Dlog4j2.configurationFile=/recorder/log4j2.properties}
END
}

# Service accounts are people here: they need no identity provider, and Kubeflow takes their tokens.
person() { # NAMESPACE NAME ROLE
  local role=$3
  [[ $overlay == bare ]] || role=kubeflow-$3
  cat <<END
apiVersion: v1
kind: ServiceAccount
metadata: {name: $2, namespace: $1}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: $2, namespace: $1}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: $role}
subjects: [{kind: ServiceAccount, name: $2, namespace: $1}]
END
}

# Has Spark's web server write the fields of each request into the pod's log: that is how the test sees
# what arrives there.
recorder() { # NAMESPACE
  cat <<END
apiVersion: v1
kind: ConfigMap
metadata: {name: recorder, namespace: $1}
data:
  log4j2.properties: |
    appender.console.type = Console
    appender.console.name = console
    appender.console.layout.type = PatternLayout
    appender.console.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n
    rootLogger.level = info
    rootLogger.appenderRef.console.ref = console
    logger.parser.name = org.sparkproject.jetty.http.HttpParser
    logger.parser.level = debug
    logger.channel.name = org.sparkproject.jetty.server.HttpChannel
    logger.channel.level = debug
END
}

volume_claim() { # NAMESPACE
  [[ -z $host_path ]] || return 0
  cat <<END
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: logs, namespace: $1}
spec:
  accessModes: [ReadWriteOnce]
  ${storage_class:+storageClassName: $storage_class}
  resources: {requests: {storage: 100Mi}}
END
}

log_volume() { # EXAMPLE
  if [[ -n $host_path ]]; then
    printf 'hostPath: {path: "%s/%s"}' "$host_path" "$1"
  else
    printf 'persistentVolumeClaim: {claimName: logs}'
  fi
}

copy_logs() { # NAMESPACE EXAMPLE
  kubectl apply -f - <<END || return 1
apiVersion: v1
kind: Pod
metadata:
  name: loader
  namespace: $1
  labels: {sidecar.istio.io/inject: "false"}
spec:
  restartPolicy: Never
  securityContext: {runAsNonRoot: true, runAsUser: 185, fsGroup: 185, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: loader
      image: $server_image
      command: [sleep, "600"]
      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      volumeMounts: [{name: logs, mountPath: /logs}]
  volumes:
    - {name: logs, persistentVolumeClaim: {claimName: logs}}
END
  kubectl -n "$1" wait pod/loader --for=condition=Ready --timeout="${timeout}s" || return 1
  tar -C "$home/examples/eventlogs/$2" -cf - history | kubectl -n "$1" exec -i loader -- tar -C /logs -xf - || return 1
  kubectl -n "$1" delete pod loader --wait --grace-period=1
}

# ------------------------------------------------------------------------------- the way in, by curl
forward() { # NAMESPACE SERVICE PORT
  kubectl -n "$1" port-forward "service/$2" "$port:$3" >/dev/null 2>&1 &
  forwarder=$!
  until_true curl -s -o /dev/null "http://127.0.0.1:$port/"
}

stop_forwarding() {
  [[ -z $forwarder ]] || kill "$forwarder" 2>/dev/null || true
  forwarder=''
}

open_way_in() {
  case $overlay in
    bare) forward $system spark-history-gateway 80 ;;
    # what Istio makes for a Gateway is called as it is, with -istio
    http-route) forward "${istio_gateway%/*}" "${istio_gateway#*/}-istio" 80 ;;
    *) forward istio-system istio-ingressgateway 80 ;;
  esac
}

# visit PERSON PATH [CURL-ARGUMENT…]: PERSON is NAMESPACE:NAME, stranger or nobody
visit() {
  local person=$1 path=$2 identity=() accept=(-H 'Accept: application/json')
  shift 2
  # curl would send both, and who accepts JSON is held until the server is awake
  [[ "$*" != *"Accept: "* ]] || accept=()
  case $person in
    nobody) ;;
    *) identity=(-H "$(identity "$person")") ;;
  esac
  curl -sS --max-time "$timeout" "${identity[@]}" "${accept[@]}" --resolve "$host:$port:127.0.0.1" "$@" "$origin$path"
}

identity() {
  local name=${1#*:} namespace=${1%%:*}
  if [[ $overlay == bare ]]; then
    printf 'kubeflow-userid: system:serviceaccount:%s:%s' "$namespace" "$name"
  else
    printf 'Authorization: Bearer %s' "$(kubectl -n "$namespace" create token "$name" \
      --audience=$audience)"
  fi
}

# answers STATUS PERSON PATH [CURL-ARGUMENT…]
answers() {
  local wanted=$1 got
  shift
  got=$(visit "$@" -o /dev/null -w '%{http_code}')
  [[ $got == "$wanted" ]] || { printf 'got %s, expected %s\n' "$got" "$wanted" && return 1; }
}

page() { printf '/sparkhistory/%s%s' "$1" "${2:-/}"; }

# ---------------------------------------------------------------------------------------- the checks
phase() { kubectl -n "$1" get sparkhistoryserver $server -o 'jsonpath={.status.phase}'; }

reason() {
  kubectl -n "$1" get sparkhistoryserver $server -o 'jsonpath={.status.conditions[?(@.type=="Ready")].reason}'
}

has_phase() { [[ $(phase "$1") == "$2" ]]; }

has_reason() { [[ $(reason "$1") == "$2" ]]; }

becomes() { # NAMESPACE PHASE
  until_true has_phase "$1" "$2" || { printf 'it is %s (%s)\n' "$(phase "$1")" "$(reason "$1")" && return 1; }
}

first_application() { visit "$a:owner" "$(page $a /api/v1/applications)" | tr ',{' '\n' | sed -n 's/.*"id" *: *"\([^"]*\)".*/\1/p' | head -n 1; }

lists_an_application() { [[ -n $(first_application) ]] || { printf 'no application in the list\n' && return 1; }; }

wakes() { # PERSON NAMESPACE
  until_true answers 200 "$1" "$(page "$2" /api/v1/version)" || { answers 200 "$1" "$(page "$2" /api/v1/version)"; }
}

keeps_redirects() {
  local application location
  application=$(first_application)
  location=$(visit "$a:owner" "$(page $a "/history/$application")" -o /dev/null -w '%{redirect_url}')
  [[ $location == "$origin/sparkhistory/$a/history/$application"* ]] ||
    { printf 'Location leads to %s\n' "$location" && return 1; }
  location=$(visit "$a:owner" "$(page $a "/history/$application")" -L -o /dev/null -w '%{http_code} %{url_effective}')
  [[ $location == "200 $origin/sparkhistory/$a/history/$application"* ]] ||
    { printf 'the redirects end at %s\n' "$location" && return 1; }
}

still_asleep() {
  answers 403 "$a:owner" "$(page $b)" || return 1
  has_phase $b Asleep || { printf 'it is %s\n' "$(phase $b)" && return 1; }
}

shows_waiting_page() {
  answers 503 "$a:owner" "$(page $a)" -H 'Accept: text/html'
}

record_of_requests() { kubectl -n $a logs "deployment/$server" -c history-server --tail=4000; }

credentials_stay_out() {
  local secret=e2e-secret-$RANDOM$RANDOM mark=e2e-mark-$RANDOM$RANDOM log
  visit "$a:owner" "$(page $a /api/v1/version)" -o /dev/null -H "User-Agent: $mark" -H "Cookie: session=$secret" \
    -H "X-Unknown-Token: $secret" -H "X-Forwarded-Access-Token: $secret" -H "Proxy-Authorization: Basic $secret" \
    "${more_credentials[@]/SECRET/$secret}"
  until_true recorded "$mark" || { printf 'the request was not recorded, so this could not be seen\n' && return 1; }
  log=$(record_of_requests | grep -iE "$secret|(^|[(])(authorization|cookie|proxy-authorization):" || true)
  [[ -z $log ]] || { printf 'arrived: %s\n' "$(tail -n 1 <<<"$log")" && return 1; }
}

# not by grep -q, which ends at the first match and so makes who still writes fail
recorded() { [[ $(record_of_requests) == *"$1"* ]]; }

# A driver as Spark's own pods are, in local mode so that it needs no rights: it works until it is removed.
start_driver() {
  kubectl apply -f - <<END || return 1
apiVersion: v1
kind: Pod
metadata:
  name: live-driver
  namespace: $a
  labels: {spark-role: driver, spark-app-selector: $live, sidecar.istio.io/inject: "false"}
spec:
  restartPolicy: Never
  securityContext: {runAsNonRoot: true, runAsUser: 185, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: spark-kubernetes-driver
      image: $server_image
      command: [/bin/sh, -c]
      args: ["exec /opt/spark/bin/spark-submit --master 'local[1]' --conf spark.test.appId=$live
        --class org.apache.spark.examples.SparkPi /opt/spark/examples/jars/spark-examples_*.jar 1000000"]
      ports: [{name: spark-ui, containerPort: 4040}]
      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
END
  kubectl -n $a wait pod/live-driver --for=condition=Ready --timeout="${timeout}s" || return 1
  until_true shows_a_job || shows_a_job
}

# before that, Spark answers 200 to everything, with a text that it is starting
shows_a_job() {
  answers 200 "$a:owner" "$(running /jobs/)" || return 1
  [[ $(visit "$a:owner" "$(running /jobs/)") == *"/job/?id=0"* ]] || { printf 'its page shows no job\n' && return 1; }
}

running() { page $a "/-/live/$live$1"; }

# asked for as by a link of the application's own page
kills() { # STATUS PERSON
  local referer
  referer=$origin$(running /jobs/)
  answers "$1" "$2" "$(running '/jobs/job/kill/?id=0')" -H "Referer: $referer"
}

leads_to_history() {
  local location
  kubectl -n $a delete pod live-driver --wait --grace-period=1 || return 1
  until_true answers 302 "$a:owner" "$(running /jobs/)" -H 'Accept: text/html' ||
    answers 302 "$a:owner" "$(running /jobs/)" -H 'Accept: text/html' || return 1
  location=$(visit "$a:owner" "$(running /jobs/)" -H 'Accept: text/html' -o /dev/null -w '%{redirect_url}')
  [[ $location == "$origin$(page $a "/history/$live/jobs/")" ]] ||
    { printf 'it leads to %s\n' "$location" && return 1; }
}

revoking_works() {
  kubectl -n $a delete rolebinding viewer || return 1
  # remembered permissions last 30 seconds
  within "$lockout" answers 403 "$a:viewer" "$(page $a /api/v1/version)" ||
    { printf 'still let in after %s seconds\n' "$lockout" && return 1; }
}

comes_back() {
  kubectl -n $a delete deployment $server --wait || return 1
  until_true kubectl -n $a get deployment $server || { printf 'it did not\n' && return 1; }
}

broken_image_is_explained() {
  kubectl -n $b patch sparkhistoryserver $server --type merge \
    -p '{"spec":{"image":"registry.invalid/no/such-image:e2e"}}' || return 1
  visit "$b:owner" "$(page $b)" -o /dev/null --max-time 5 || true
  until_true has_reason $b ImagePullFailed || { printf 'the reason is %s\n' "$(reason $b)" && return 1; }
  [[ $(visit "$b:owner" "$(page $b)" -H 'Accept: text/html') == *such-image* ]] ||
    { printf 'the page does not name the image\n' && return 1; }
}

past_the_ingress() {
  stop_forwarding
  forward $system spark-history-gateway 80
  local result=0
  # a port-forward ends in the pod, behind its sidecar
  answers 401 nobody "$(page $a)" -H "kubeflow-userid: system:serviceaccount:$a:owner" || result=1
  stop_forwarding
  open_way_in
  return $result
}

leaves_nothing() {
  local left i
  stop_forwarding
  for ((i = ${#made[@]} - 1; i >= 0; i--)); do
    remove "${made[$i]}" || return 1
  done
  made=()
  left=$(kubectl get clusterroles,clusterrolebindings -l "$label" -o name)
  left+=$(kubectl get namespaces -l spark-history-e2e -o name)
  ! exists namespace $system || left+=" namespace/$system"
  ! exists crd sparkhistoryservers.sparkhistory.io || left+=" the resource definition"
  [[ -z $left ]] || { printf 'left: %s\n' "$left" && return 1; }
}

more_credentials=()

run_checks() {
  check "both history servers are asleep until somebody looks" becomes_asleep
  check "a waking server shows a browser the page that waits" shows_waiting_page
  check "the owner's visit wakes the owner's server" wakes "$a:owner" $a
  check "the owner sees the applications" until_true lists_an_application
  check "redirects keep the prefix" keeps_redirects
  check "the viewer sees them too" answers 200 "$a:viewer" "$(page $a /api/v1/version)"
  check "the viewer may not change anything" answers 403 "$a:viewer" "$(page $a /api/v1/version)" -X POST -d ''
  check "the owner of another namespace gets 403" answers 403 "$b:owner" "$(page $a /api/v1/version)"
  check "a stranger's visit is 403 and wakes nobody" still_asleep
  check "a namespace that does not exist looks the same" answers 403 "$a:owner" "$(page no-such-namespace)"
  check "credentials do not arrive at the history server" credentials_stay_out
  if [[ $overlay == bare ]]; then
    check "who does not say who they are gets 401" answers 401 nobody "$(page $a)"
    check "who says it twice gets 400" answers 400 "$a:owner" "$(page $a)" -H 'kubeflow-userid: somebody'
    record "requests past the ingress gateway are refused" "not checked" "there is no Istio here"
    record "tokens and sign-in at the ingress" "not checked" "there is no Istio here"
    record "policies of the mesh let the gateway through, and nobody else" "not checked" "there is no Istio here"
  else
    check "requests past the ingress gateway are refused" past_the_ingress
  fi
  check "the owner sees a running application" start_driver
  check "the viewer sees it too" answers 200 "$a:viewer" "$(running /jobs/)"
  check "the owner of another namespace does not see it" answers 403 "$b:owner" "$(running /jobs/)"
  check "the viewer may not stop its jobs" kills 403 "$a:viewer"
  check "a page of somebody else may not either" answers 403 "$a:owner" "$(running '/jobs/job/kill/?id=0')"
  check "the owner may" kills 302 "$a:owner"
  check "when it has ended its link leads to its history" leads_to_history
  check "a deleted Deployment comes back" comes_back
  check "revoking a permission locks out within $lockout seconds" revoking_works
  check "an idle server goes to sleep" becomes $a Asleep
  check "and wakes again" wakes "$a:owner" $a
  check "a broken image is explained in the status and on the page" broken_image_is_explained
}

# they were started once to make their log folders
becomes_asleep() { becomes $a Asleep && becomes $b Asleep; }

main() {
  arguments "$@"
  preflight
  scratch=$(mktemp -d)
  trap remove_everything EXIT
  trap 'exit 130' INT TERM
  check "it installs, and both parts become ready" install
  if [[ ${results[0]} == ok ]]; then
    check "two namespaces with people and logs" two_tenants
    [[ $overlay != bare ]] || more_credentials=(-H "Authorization: Bearer SECRET")
    open_way_in || record "the gateway is reached" MISS "no port-forward"
    run_checks
  else
    kubectl -n $system get pods >&2 || true
  fi
  if ! $keep; then
    check "uninstalling leaves nothing" leaves_nothing
  fi
  table
}

two_tenants() { tenant $a recommendations && tenant $b billing; }

main "$@"
