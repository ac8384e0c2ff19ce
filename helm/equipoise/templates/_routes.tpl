{{/* What leads into the cluster. */}}

{{/* The name of what leads to a component: that of the release for the gateway; (list root component). */}}
{{- define "equipoise.routeName" -}}
{{- include "equipoise.fullname" (index . 0) }}{{ if ne (index . 1) "gateway" }}-{{ index . 1 }}{{ end -}}
{{- end -}}

{{/* An Ingress to the Service of a component; (list root component ingress). */}}
{{- define "equipoise.ingress" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $ingress := index . 2 -}}
{{- $service := printf "%s-%s" (include "equipoise.fullname" $root) $component -}}
{{- $backend := printf "{path: /, pathType: Prefix, backend: {service: {name: %s, port: {name: http}}}}" $service -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ include "equipoise.routeName" . }}
  labels: {{- include "equipoise.labels" (list $root $component) | nindent 4 }}
  {{- with $ingress.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with $ingress.className }}
  ingressClassName: {{ . }}
  {{- end }}
  {{- if $ingress.tlsSecret }}
  tls:
    - secretName: {{ $ingress.tlsSecret }}
      hosts: {{- toYaml $ingress.hosts | nindent 8 }}
  {{- end }}
  rules:
    {{- range $ingress.hosts }}
    - host: {{ . | quote }}
      http: {paths: [{{ $backend }}]}
    {{- else }}
    - http: {paths: [{{ $backend }}]}
    {{- end }}
{{- end -}}

{{/* An HTTPRoute to a port of the Service of a component; (list root component route port). */}}
{{- define "equipoise.httpRoute" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $route := index . 2 -}}
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: {{ include "equipoise.routeName" . }}
  labels: {{- include "equipoise.labels" (list $root $component) | nindent 4 }}
  {{- with $route.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  parentRefs: {{- toYaml $route.parentRefs | nindent 4 }}
  {{- with $route.hosts }}
  hostnames: {{- toYaml . | nindent 4 }}
  {{- end }}
  rules:
    - matches:
        - path: {type: PathPrefix, value: /}
      backendRefs:
        - {name: {{ include "equipoise.fullname" $root }}-{{ $component }}, port: {{ index . 3 }}}
{{- end -}}
