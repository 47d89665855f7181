{{/*
Values of the chart that had one release for each user (docs/migrate.md). What means the same is taken, what does not is refused with
the new name. The schema lets both in, because it could not say the new name.
*/}}

{{/* What they say of every history server. */}}
{{- define "oldDefaults" -}}
{{- $taken := dict -}}
{{- $s3 := .Values.s3 | default dict -}}
{{- if $s3.bucket -}}{{- $_ := set $taken "s3" (dict "bucket" $s3.bucket) -}}{{- end -}}
{{- with .Values.cleaner -}}{{- $_ := set $taken "cleaner" (pick . "enabled" "maxAge") -}}{{- end -}}
{{- $account := .Values.serviceAccount | default dict -}}
{{- if $account.name -}}{{- $_ := set $taken "serviceAccountName" $account.name -}}{{- end -}}
{{- toYaml $taken -}}
{{- end -}}

{{/* Everything that cannot be rendered, said at once. */}}
{{- define "refuse" -}}
{{- $said := list -}}
{{- $values := .Values -}}
{{- $route := include "route" . -}}
{{- $renamed := dict
    "image" "images.historyServer does not exist: the image of history servers is defaults.image, with defaults.sparkVersion"
    "replicaCount" "a history server has one pod, or none while it sleeps; the gateway's replicas are gateway.replicas"
    "nameOverride" "objects have fixed names, so that a namespace has one history server"
    "fullnameOverride" "objects have fixed names, so that a namespace has one history server"
    "resources" "use defaults.resources for history servers, or gateway.resources and provisioner.resources"
    "podAnnotations" "use defaults.podTemplate.metadata.annotations for history servers, or gateway.podAnnotations and provisioner.podAnnotations"
    "imagePullSecrets" "use defaults.imagePullSecrets for history servers, or images.pullSecrets for the gateway and the provisioner"
    "nodeSelector" "use defaults.podTemplate.nodeSelector for history servers, or gateway.nodeSelector and provisioner.nodeSelector"
    "tolerations" "use defaults.podTemplate.tolerations for history servers, or gateway.tolerations and provisioner.tolerations"
    "affinity" "use defaults.podTemplate.affinity for history servers, or gateway.affinity and provisioner.affinity"
    "environment" "use defaults.podTemplate.env for history servers, or gateway.options and provisioner.options" -}}
{{- range $name := keys $renamed | sortAlpha -}}
  {{- $same := and (eq $name "replicaCount") (eq (get $values $name | default 1 | int) 1) -}}
  {{- if and (get $values $name) (not $same) -}}
    {{- $said = append $said (printf "%s is a value of the old chart: %s." $name (get $renamed $name)) -}}
  {{- end -}}
{{- end -}}
{{- range $name, $known := dict "s3" (list "enableS3" "bucket") "cleaner" (list "enabled" "maxAge") "serviceAccount" (list "name" "Name") "service" (list "type" "port" "annotations") "ingress" (list "enabled" "className" "annotations" "tlsSecret") -}}
  {{- range $key := keys (get $values $name | default dict) | sortAlpha -}}
    {{- if not (has $key $known) -}}{{- $said = append $said (printf "%s.%s does not exist." $name $key) -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- if hasKey ($values.serviceAccount | default dict) "Name" -}}
  {{- $said = append $said "serviceAccount.Name is a value of the old chart that its templates never read: use defaults.serviceAccountName." -}}
{{- end -}}
{{- if eq (get ($values.s3 | default dict) "enableS3" | toString) "false" -}}
  {{- $said = append $said "s3.enableS3 is a value of the old chart: say with defaults.logDirectory where the logs are." -}}
{{- end -}}
{{- if eq (get $values.ingress "enabled" | toString) "false" -}}
  {{- $said = append $said "ingress.enabled is a value of the old chart, where it meant the VirtualService: use route: none." -}}
{{- end -}}
{{- $service := $values.service | default dict -}}
{{- $port := $service.port | default dict -}}
{{- if or (ne ($service.type | default "ClusterIP") "ClusterIP") $service.annotations (ne ($port.name | default "http") "http") (ne ($port.number | default 18080 | int) 18080) -}}
  {{- $said = append $said "service is a value of the old chart: the Service of a history server is always a ClusterIP with the port http, 18080, and only the gateway uses it." -}}
{{- end -}}
{{- /* what does not fit together */ -}}
{{- if and (eq $values.mesh "none") (eq $route "virtualService") -}}
  {{- $said = append $said "route: virtualService needs Istio; with mesh: none use httpRoute, ingress or none." -}}
{{- end -}}
{{- if and (eq $route "ingress") (or (ne $values.mesh "none") (not $values.signIn.enabled)) -}}
  {{- $said = append $said "route: ingress needs mesh: none and signIn.enabled: an Ingress authenticates nobody." -}}
{{- end -}}
{{- if and (has $route (list "httpRoute" "ingress")) (not $values.publicUrl) -}}
  {{- $said = append $said "publicUrl is needed, such as https://spark-history.example.com: the route has its host." -}}
{{- end -}}
{{- if and (ne $route "none") (eq $values.mesh "none") (not $values.token.jwks) (not $values.gateway.options.SPARKHISTORY_JWKS) -}}
  {{- $said = append $said "token.jwks is needed without a mesh: it is how the gateway knows that the name of a visitor is true." -}}
{{- end -}}
{{- if and $values.tenantHosts.domain (or (eq $route "none") (not $values.publicUrl)) -}}
  {{- $said = append $said "tenantHosts.domain needs publicUrl and a route." -}}
{{- end -}}
{{- $definition := .Files.Get "files/crd/sparkhistoryservers.sparkhistory.io.yaml" | fromYaml -}}
{{- $spec := (first $definition.spec.versions).schema.openAPIV3Schema.properties.spec -}}
{{- range $line := include "unknown" (list "defaults" $values.defaults $spec) | splitList "\n" -}}
  {{- if $line -}}{{- $said = append $said $line -}}{{- end -}}
{{- end -}}
{{- if $said -}}{{- fail (printf "\n\n%s\n" (join "\n" $said)) -}}{{- end -}}
{{- end -}}

{{/* A line for each key that the definition of the resource does not have: path, value, schema. */}}
{{- define "unknown" -}}
{{- $path := index . 0 -}}{{- $value := index . 1 -}}{{- $schema := index . 2 -}}
{{- if and (kindIs "map" $value) $schema.properties -}}
  {{- range $key := keys $value | sortAlpha -}}
    {{- if hasKey $schema.properties $key -}}
      {{- include "unknown" (list (printf "%s.%s" $path $key) (get $value $key) (get $schema.properties $key)) -}}
    {{- else if not (get $schema "x-kubernetes-preserve-unknown-fields") -}}
      {{- printf "%s.%s does not exist in the spec of a SparkHistoryServer.\n" $path $key -}}
    {{- end -}}
  {{- end -}}
{{- else if and (kindIs "slice" $value) $schema.items -}}
  {{- range $i, $each := $value -}}{{- include "unknown" (list (printf "%s[%d]" $path $i) $each $schema.items) -}}{{- end -}}
{{- end -}}
{{- end -}}
