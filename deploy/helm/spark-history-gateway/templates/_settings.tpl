{{/* What values change in the collected objects and options. Objects are changed in place. */}}
{{- define "settings" -}}
{{- $root := .root -}}{{- $values := $root.Values -}}{{- $objects := .objects -}}{{- $env := .env -}}
{{- $route := include "route" $root -}}
{{- /* Helm makes the namespace (--create-namespace); its pods say by a label that they belong to the mesh */ -}}
{{- $_ := unset $objects "Namespace spark-history" -}}
{{- if eq $values.mesh "istio" -}}
  {{- range $role := list "view" "edit" -}}{{- $_ := unset $objects (printf "ClusterRole kubeflow-spark-history-%s" $role) -}}{{- end -}}
{{- end -}}
{{- if ne $route "virtualService" -}}{{- $_ := unset $objects "VirtualService spark-history-gateway" -}}{{- end -}}
{{- include "options" . -}}
{{- include "routes" (dict "root" $root "objects" $objects "route" $route) -}}
{{- include "visitors" (dict "root" $root "objects" $objects "route" $route) -}}
{{- include "maps" . -}}
{{- range $part := list "gateway" "provisioner" -}}
  {{- $deployment := get $objects (printf "Deployment spark-history-%s" $part) -}}
  {{- include "pods" (dict "root" $root "deployment" $deployment "part" $part "data" (get $env (printf "spark-history-%s" $part))) -}}
{{- end -}}
{{- with get $objects "Deployment spark-history-sign-in" -}}
  {{- include "pods" (dict "root" $root "deployment" . "part" "signIn" "data" (get $env "spark-history-sign-in")) -}}
  {{- $_ := set (last (first .spec.template.spec.containers).envFrom).secretRef "name" $values.signIn.secret -}}
  {{- $_ := set .spec "replicas" $values.signIn.replicas -}}
{{- end -}}
{{- $scaler := get $objects "HorizontalPodAutoscaler spark-history-gateway" -}}
{{- $_ := set $scaler.spec "minReplicas" $values.gateway.replicas.min -}}
{{- $_ := set $scaler.spec "maxReplicas" $values.gateway.replicas.max -}}
{{- $_ := set (get $objects "Deployment spark-history-provisioner").spec "replicas" $values.provisioner.replicas -}}
{{- range $key, $object := $objects -}}
  {{- if not (has $object.kind (list "ClusterRole" "ClusterRoleBinding")) -}}{{- $_ := set $object.metadata "namespace" $root.Release.Namespace -}}{{- end -}}
{{- end -}}
{{- end -}}

{{/* Options, which are environment variables: those of the folders, then what follows from values, then what is said in options. */}}
{{- define "options" -}}
{{- $root := .root -}}{{- $values := $root.Values -}}
{{- $gateway := get .env "spark-history-gateway" -}}
{{- $provisioner := get .env "spark-history-provisioner" -}}
{{- if $values.publicUrl -}}{{- $_ := set $provisioner "SPARKHISTORY_PUBLIC_URL" $values.publicUrl -}}{{- end -}}
{{- if ne $root.Release.Namespace "spark-history" -}}
  {{- $_ := set $provisioner "SPARKHISTORY_GATEWAY_NAMESPACE" $root.Release.Namespace -}}
  {{- $_ := set $provisioner "SPARKHISTORY_LEADER_NAMESPACE" $root.Release.Namespace -}}
{{- end -}}
{{- if ne $values.trustDomain "cluster.local" -}}
  {{- $_ := set $provisioner "SPARKHISTORY_GATEWAY_PRINCIPAL" (printf "%s/ns/%s/sa/spark-history-gateway" $values.trustDomain $root.Release.Namespace) -}}
{{- end -}}
{{- if ne $values.clusterDomain "cluster.local" -}}{{- $_ := set $gateway "SPARKHISTORY_CLUSTER_DOMAIN" $values.clusterDomain -}}{{- end -}}
{{- range $key, $variable := dict "jwks" "SPARKHISTORY_JWKS" "issuer" "SPARKHISTORY_JWT_ISSUER" "audience" "SPARKHISTORY_JWT_AUDIENCE" -}}
  {{- with get $values.token $key -}}{{- $_ := set $gateway $variable . -}}{{- end -}}
{{- end -}}
{{- with get .env "spark-history-sign-in" -}}
  {{- with $values.token.issuer -}}{{- $_ := set $.env (printf "spark-history-sign-in") (mergeOverwrite (get $.env "spark-history-sign-in") (dict "OAUTH2_PROXY_OIDC_ISSUER_URL" .)) -}}{{- end -}}
  {{- with $values.signIn.clientId -}}{{- $_ := set $.env "spark-history-sign-in" (mergeOverwrite (get $.env "spark-history-sign-in") (dict "OAUTH2_PROXY_CLIENT_ID" .)) -}}{{- end -}}
  {{- $_ := mergeOverwrite . $values.signIn.options -}}
{{- end -}}
{{- $_ := mergeOverwrite $gateway $values.gateway.options -}}
{{- $_ := mergeOverwrite $provisioner $values.provisioner.options -}}
{{- end -}}

{{/* Where requests come in. */}}
{{- define "routes" -}}
{{- $values := .root.Values -}}
{{- with get .objects "VirtualService spark-history-gateway" -}}
  {{- $_ := set .spec "gateways" $values.virtualService.gateways -}}
  {{- $_ := set .spec "hosts" $values.virtualService.hosts -}}
{{- end -}}
{{- with get .objects "DestinationRule spark-history-gateway" -}}
  {{- with get $values.gateway.options "SPARKHISTORY_USER_HEADER" -}}
    {{- $rule := get $.objects "DestinationRule spark-history-gateway" -}}
    {{- $_ := set $rule.spec.trafficPolicy.loadBalancer.consistentHash "httpHeaderName" . -}}
  {{- end -}}
{{- end -}}
{{- range $name := list "spark-history" "spark-history-tenants" -}}
  {{- with get $.objects (printf "HTTPRoute %s" $name) -}}
    {{- $_ := set .spec "parentRefs" $values.httpRoute.parentRefs -}}
    {{- if not (get $.objects "Deployment spark-history-sign-in") -}}
      {{- range .spec.rules -}}{{- range .backendRefs -}}{{- $_ := set . "name" "spark-history-gateway" -}}{{- end -}}{{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- with get .objects "Ingress spark-history" -}}
  {{- with $values.ingress.className -}}{{- $_ := set (get $.objects "Ingress spark-history").spec "ingressClassName" . -}}{{- end -}}
  {{- with $values.ingress.annotations -}}{{- $_ := set (get $.objects "Ingress spark-history").metadata "annotations" . -}}{{- end -}}
  {{- if $values.tenantHosts.domain -}}
    {{- $wild := printf "*.%s" $values.tenantHosts.domain -}}
    {{- $backend := (first (first .spec.rules).http.paths).backend -}}
    {{- $paths := list (dict "path" "/sparkhistory" "pathType" "Prefix" "backend" $backend) (dict "path" "/" "pathType" "Exact" "backend" $backend) -}}
    {{- $_ := set .spec "rules" (append .spec.rules (dict "host" $wild "http" (dict "paths" $paths))) -}}
    {{- $_ := set .spec "tls" (append .spec.tls (dict "hosts" (list $wild) "secretName" $values.tenantHosts.tlsSecret)) -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{/* From which pods requests come in. */}}
{{- define "visitors" -}}
{{- $values := .root.Values -}}
{{- $policy := get .objects "NetworkPolicy visitors" -}}
{{- if and (eq .route "httpRoute") (not (get .objects "Deployment spark-history-sign-in")) -}}
  {{- $parent := first $values.httpRoute.parentRefs -}}
  {{- $pods := $values.httpRoute.podLabels | default (dict "gateway.networking.k8s.io/gateway-name" $parent.name) -}}
  {{- $peer := dict "namespaceSelector" (dict "matchLabels" (dict "kubernetes.io/metadata.name" ($parent.namespace | default .root.Release.Namespace))) "podSelector" (dict "matchLabels" $pods) -}}
  {{- $port := dict "port" (ternary 15008 8080 (eq $values.mesh "ambient")) "protocol" "TCP" -}}
  {{- $selector := dict "matchLabels" (dict "app.kubernetes.io/name" "spark-history-gateway") -}}
  {{- $spec := dict "podSelector" $selector "policyTypes" (list "Ingress") "ingress" (list (dict "from" (list $peer) "ports" (list $port))) -}}
  {{- $_ := set .objects "NetworkPolicy visitors" (dict "apiVersion" "networking.k8s.io/v1" "kind" "NetworkPolicy" "metadata" (dict "name" "visitors") "spec" $spec) -}}
{{- else if and $policy (ne $values.mesh "none") -}}
  {{- $peer := first (first $policy.spec.ingress).from -}}
  {{- $_ := set $peer.podSelector "matchLabels" $values.ingressGateway.podLabels -}}
{{- end -}}
{{- end -}}

{{/* ConfigMaps of options, and the defaults of history servers. */}}
{{- define "maps" -}}
{{- $root := .root -}}{{- $objects := .objects -}}
{{- range $name, $data := .env -}}
  {{- $metadata := dict "name" $name -}}
  {{- $map := dict "apiVersion" "v1" "kind" "ConfigMap" "metadata" $metadata "data" $data -}}
  {{- if ne $name "spark-history-sign-in" -}}{{- include "partOf" $map -}}{{- end -}}
  {{- $_ := set $objects (printf "ConfigMap %s" $name) $map -}}
{{- end -}}
{{- $map := dict "apiVersion" "v1" "kind" "ConfigMap" "metadata" (dict "name" "spark-history-defaults") "data" (dict "defaults.yaml" (include "defaults" $root)) -}}
{{- include "partOf" $map -}}
{{- $_ := set $objects "ConfigMap spark-history-defaults" $map -}}
{{- end -}}

{{- define "defaults" -}}
{{- $kubeflow := has .Values.mesh (list "kubeflow" "ambient") -}}
{{- $defaults := .Files.Get (ternary "files/base/defaults.yaml" "files/components/sign-in/defaults.yaml" $kubeflow) | fromYaml -}}
{{- if .Values.registry -}}{{- $_ := set $defaults.spec "image" (printf "%s/%s" (trimSuffix "/" .Values.registry) $defaults.spec.image) -}}{{- end -}}
{{- $_ := mergeOverwrite $defaults.spec (include "oldDefaults" . | fromYaml) .Values.defaults -}}
{{- toYaml (dict "spec" $defaults.spec "limits" .Values.limits) -}}
{{- end -}}

{{/* Images, and what pods need beside them. */}}
{{- define "pods" -}}
{{- $values := .root.Values -}}{{- $part := get $values .part -}}
{{- $template := .deployment.spec.template -}}
{{- $container := first $template.spec.containers -}}
{{- $_ := set $container "image" (include "image" (dict "root" .root "image" (get $values.images .part))) -}}
{{- with $values.images.pullPolicy -}}{{- $_ := set $container "imagePullPolicy" . -}}{{- end -}}
{{- with $values.images.pullSecrets -}}{{- $_ := set $template.spec "imagePullSecrets" . -}}{{- end -}}
{{- with $part.resources -}}{{- $_ := set $container "resources" . -}}{{- end -}}
{{- range $field := list "nodeSelector" "tolerations" "affinity" "priorityClassName" -}}
  {{- with get $part $field -}}{{- $_ := set $template.spec $field . -}}{{- end -}}
{{- end -}}
{{- /* other options are other pods */ -}}
{{- $annotations := dict "checksum/options" (toYaml .data | sha256sum) -}}
{{- $_ := set $template.metadata "annotations" (mergeOverwrite ($template.metadata.annotations | default dict) $annotations $part.podAnnotations) -}}
{{- $labels := dict -}}
{{- if ne .part "signIn" -}}
  {{- if has $values.mesh (list "kubeflow" "istio") -}}{{- $labels = dict "sidecar.istio.io/inject" "true" -}}{{- end -}}
  {{- if eq $values.mesh "ambient" -}}{{- $labels = dict "istio.io/dataplane-mode" "ambient" -}}{{- end -}}
{{- end -}}
{{- $_ := set $template.metadata "labels" (mergeOverwrite $template.metadata.labels $labels $part.podLabels) -}}
{{- end -}}

{{- define "image" -}}
{{- $name := .image.name -}}
{{- if and .root.Values.registry (not (contains "/" $name)) -}}{{- $name = printf "%s/%s" (trimSuffix "/" .root.Values.registry) $name -}}{{- end -}}
{{- if .image.digest -}}{{- printf "%s@%s" $name .image.digest -}}{{- else -}}{{- printf "%s:%s" $name (.image.tag | default .root.Chart.AppVersion) -}}{{- end -}}
{{- end -}}
