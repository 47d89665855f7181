{{/*
The objects are those of the kustomizations: files/ leads to their folders, so what is changed there is changed here. Of a folder
  *.yaml         are objects
  *-patch.yaml   are merged into the object of the same kind and name
  *.env          are lines of a ConfigMap
and kustomization.yaml is left out. What values change is said in _settings.tpl.
*/}}

{{/* Folders of files/ that make up the installation, in the order in which they are merged. */}}
{{- define "folders" -}}
{{- $route := include "route" . -}}
{{- $folders := list "base" -}}
{{- if eq .Values.mesh "none" -}}
  {{- $folders = append $folders "roles" -}}
  {{- if .Values.signIn.enabled -}}{{- $folders = append $folders "components/sign-in" -}}{{- end -}}
  {{- if and (eq $route "httpRoute") .Values.signIn.enabled -}}{{- $folders = append $folders "overlays/plain" -}}{{- end -}}
  {{- if eq $route "ingress" -}}{{- $folders = append $folders "overlays/plain-ingress" -}}{{- end -}}
{{- else -}}
  {{- $folders = append $folders (ternary "overlays/kubeflow-ambient" "overlays/kubeflow" (eq .Values.mesh "ambient")) -}}
  {{- $folders = append $folders "components/kubeflow" -}}
  {{- if eq .Values.mesh "istio" -}}{{- $folders = append $folders "roles" -}}{{- end -}}
{{- end -}}
{{- if and (eq $route "httpRoute") (not (has "overlays/plain" $folders)) -}}{{- $folders = append $folders "components/http-route" -}}{{- end -}}
{{- if .Values.tenantHosts.domain -}}
  {{- $kind := ternary "istio" (ternary "ingress" "http-route" (eq $route "ingress")) (eq $route "virtualService") -}}
  {{- $folders = append $folders (printf "components/tenant-hosts/%s" $kind) -}}
{{- end -}}
{{- toJson $folders -}}
{{- end -}}

{{/* The route that is said, or the usual one. */}}
{{- define "route" -}}
{{- .Values.route | default (ternary "httpRoute" "virtualService" (eq .Values.mesh "none")) -}}
{{- end -}}

{{/* The public host, without a port. */}}
{{- define "host" -}}
{{- if .Values.publicUrl -}}{{- (urlParse .Values.publicUrl).host | splitList ":" | first -}}{{- end -}}
{{- end -}}

{{/* A text of files/ with this release's names in place of those that are written there. */}}
{{- define "text" -}}
{{- $values := .root.Values -}}
{{- $ingress := $values.ingressGateway -}}
{{- $text := .text -}}
{{- $host := include "host" .root -}}
{{- $tenants := $values.tenantHosts.domain | default "" -}}
{{- $text = $text | replace "{namespace}.spark.kubeflow.example.com" (printf "{namespace}.%s" $tenants) | replace "*.spark.kubeflow.example.com" (printf "*.%s" $tenants) -}}
{{- $text = $text | replace "{namespace}.spark-history.example.com" (printf "{namespace}.%s" $tenants) | replace "*.spark-history.example.com" (printf "*.%s" $tenants) -}}
{{- $text = $text | replace "spark-history-tenants-tls" $values.tenantHosts.tlsSecret -}}
{{- $text = $text | replace "=kubeflow.example.com" (printf "=%s" $host) | replace "//kubeflow.example.com" (printf "//%s" $host) -}}
{{- $text = $text | replace "spark-history.example.com" $host | replace "spark-history-tls" $values.ingress.tlsSecret -}}
{{- $text = $text | replace "namespace: spark-history\n" (printf "namespace: %s\n" .root.Release.Namespace) -}}
{{- $text = $text | replace ".spark-history.svc.cluster.local" (printf ".%s.svc.%s" .root.Release.Namespace $values.clusterDomain) -}}
{{- range $principal := list "cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account" "cluster.local/ns/gateway-system/sa/gateway-istio" -}}
  {{- $text = $text | replace $principal (include "ingressPrincipal" $.root) -}}
{{- end -}}
{{- $text = $text | replace "kubernetes.io/metadata.name: istio-system" (printf "kubernetes.io/metadata.name: %s" $ingress.namespace) -}}
{{- $text -}}
{{- end -}}

{{/* Whose certificate visitors' requests come with. */}}
{{- define "ingressPrincipal" -}}
{{- $ingress := .Values.ingressGateway -}}
{{- if eq (include "route" .) "httpRoute" -}}
  {{- $parent := first .Values.httpRoute.parentRefs -}}
  {{- printf "%s/ns/%s/sa/%s" .Values.trustDomain ($parent.namespace | default .Release.Namespace) (.Values.httpRoute.serviceAccount | default (printf "%s-istio" $parent.name)) -}}
{{- else -}}
  {{- printf "%s/ns/%s/sa/%s" .Values.trustDomain $ingress.namespace $ingress.serviceAccount -}}
{{- end -}}
{{- end -}}

{{/* Collects the objects of a folder into .objects, by kind and name; lines of *.env into .env. */}}
{{- define "collect" -}}
{{- $root := .root -}}{{- $objects := .objects -}}{{- $env := .env -}}{{- $folder := .folder -}}
{{- $patches := list -}}
{{- range $path, $_ := $root.Files.Glob (printf "files/%s/*.yaml" $folder) -}}
  {{- $file := base $path -}}
  {{- if not (has $file (list "kustomization.yaml" "defaults.yaml")) -}}
    {{- range $document := splitList "\n---\n" (include "text" (dict "root" $root "text" ($root.Files.Get $path))) -}}
      {{- $object := fromYaml $document -}}
      {{- if $object.Error -}}{{- fail (printf "%s: %s" $path $object.Error) -}}{{- end -}}
      {{- if $object.kind -}}
        {{- if hasSuffix "-patch.yaml" $file -}}
          {{- $patches = append $patches $object -}}
        {{- else -}}
          {{- if or (eq $folder "base") (eq $folder "monitoring") -}}{{- include "partOf" $object -}}{{- end -}}
          {{- $_ := set $objects (printf "%s %s" $object.kind $object.metadata.name) $object -}}
        {{- end -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- range $patch := $patches -}}
  {{- range $key, $object := $objects -}}
    {{- /* "any" is a patch for every object of its kind */ -}}
    {{- if and (eq $object.kind $patch.kind) (has $patch.metadata.name (list "any" $object.metadata.name)) -}}
      {{- $_ := mergeOverwrite $object (omit (deepCopy $patch) "metadata") (dict "metadata" (omit $patch.metadata "name" "namespace")) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- range $path, $_ := $root.Files.Glob (printf "files/%s/*.env" $folder) -}}
  {{- $name := printf "spark-history-%s" (base $path | trimSuffix ".env") -}}
  {{- $lines := get $env $name | default dict -}}
  {{- range $line := splitList "\n" (include "text" (dict "root" $root "text" ($root.Files.Get $path))) -}}
    {{- if and (contains "=" $line) (not (hasPrefix "#" $line)) -}}
      {{- $_ := set $lines (splitn "=" 2 $line)._0 (splitn "=" 2 $line)._1 -}}
    {{- end -}}
  {{- end -}}
  {{- $_ := set $env $name $lines -}}
{{- end -}}
{{- end -}}

{{/* Adds the label that all objects of the base have, in pods' templates too. */}}
{{- define "partOf" -}}
{{- $label := dict "app.kubernetes.io/part-of" "spark-history-gateway" -}}
{{- $_ := set .metadata "labels" (mergeOverwrite (.metadata.labels | default dict) $label) -}}
{{- if eq .kind "Deployment" -}}
  {{- $_ := set .spec.template.metadata "labels" (mergeOverwrite .spec.template.metadata.labels $label) -}}
{{- end -}}
{{- end -}}
