{{/* Names and labels. Every name leaves room for the longest suffix within 63 characters. */}}

{{- define "equipoise.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 43 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 43 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 43 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Labels of an object; (list root component). */}}
{{- define "equipoise.labels" -}}
{{- $root := index . 0 -}}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
app.kubernetes.io/part-of: equipoise
{{ include "equipoise.selector" . }}
{{- end -}}

{{/* What pods are selected by: never changes during the life of a release; (list root component). */}}
{{- define "equipoise.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ default $root.Chart.Name $root.Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "equipoise.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "equipoise.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "equipoise.keysSecret" -}}
{{- default (printf "%s-keys" (include "equipoise.fullname" .)) .Values.trust.existingSecret -}}
{{- end -}}

{{- define "equipoise.redisSecret" -}}
{{- default (printf "%s-redis-users" (include "equipoise.fullname" .)) .Values.redis.auth.existingSecret -}}
{{- end -}}

{{- define "equipoise.consoleSecret" -}}
{{- default (printf "%s-console" (include "equipoise.fullname" .)) .Values.console.existingSecret -}}
{{- end -}}

{{- define "equipoise.factsClaim" -}}
{{- default (printf "%s-facts" (include "equipoise.fullname" .)) .Values.reputation.export.existingClaim -}}
{{- end -}}

{{/* An image reference; (list root image). */}}
{{- define "equipoise.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- $tag := default $root.Chart.AppVersion $image.tag -}}
{{- with $root.Values.image.registry }}{{ . }}/{{ end -}}
{{- $image.repository -}}
{{- if hasPrefix "sha256:" $tag }}@{{ else }}:{{ end -}}
{{- $tag -}}
{{- end -}}
