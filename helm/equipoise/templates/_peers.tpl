{{/* Peers of network policies. */}}

{{/* The pods of a component; (list root component). */}}
{{- define "equipoise.peer" -}}
- podSelector:
    matchLabels: {{- include "equipoise.selector" . | nindent 6 }}
{{- end -}}

{{/* Start of a policy; (list root component). */}}
{{- define "equipoise.policyHead" -}}
{{- $root := index . 0 -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "equipoise.fullname" $root }}-{{ index . 1 }}
  labels: {{- include "equipoise.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels: {{- include "equipoise.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
{{- end -}}

{{- define "equipoise.toDns" -}}
- to:
    - namespaceSelector: {}
  ports:
    - {port: 53, protocol: UDP}
    - {port: 53, protocol: TCP}
{{- end -}}

{{- define "equipoise.toRedis" -}}
{{- if .Values.redis.bundled.enabled -}}
- to: {{- include "equipoise.peer" (list . "redis") | nindent 4 }}
  ports: [{port: 6379, protocol: TCP}]
{{- else -}}
{{- $external := .Values.redis.external -}}
{{- $ports := list -}}
{{- if eq $external.mode "standalone" -}}
{{- $ports = list (int $external.port) -}}
{{- else -}}
{{- range $external.nodes }}{{ $ports = append $ports (regexFind "[0-9]+$" . | int) }}{{ end -}}
{{- if eq $external.mode "sentinel" }}{{ range $external.dataPorts }}{{ $ports = append $ports (int .) }}{{ end }}{{ end -}}
{{- end -}}
- to:
    {{- range .Values.networkPolicy.redisNetworks }}
    - ipBlock: {cidr: {{ . | quote }}}
    {{- end }}
  ports:
    {{- range $ports | uniq }}
    - {port: {{ . }}, protocol: TCP}
    {{- end }}
{{- end -}}
{{- end -}}

{{/* Workers choose their ports. */}}
{{- define "equipoise.toWorkers" -}}
{{- if or .Values.workers.enabled .Values.tests.enabled -}}
- to:
    {{- if .Values.workers.enabled }}
    {{- include "equipoise.peer" (list . "worker") | nindent 4 }}
    {{- end }}
    {{- if .Values.tests.enabled }}
    {{- include "equipoise.peer" (list . "test") | nindent 4 }}
    {{- end }}
  ports: [{port: 9001, protocol: TCP}]
{{ end -}}
{{- with .Values.networkPolicy.workerNetworks -}}
- to:
    {{- range . }}
    - ipBlock: {cidr: {{ . | quote }}}
    {{- end }}
  ports: [{port: 1, endPort: 65535, protocol: TCP}]
{{- end -}}
{{- end -}}

{{/* (list peers port): a rule of ingress, if there are peers. */}}
{{- define "equipoise.fromPeers" -}}
{{- if index . 0 -}}
- from: {{- toYaml (index . 0) | nindent 4 }}
  ports: [{port: {{ index . 1 }}, protocol: TCP}]
{{- end -}}
{{- end -}}
