{{/* The Spring properties of each service, without secrets: those are in files and in the environment. */}}

{{- define "equipoise.sentinelPassword" -}}
{{- if and (not .Values.redis.bundled.enabled) (eq .Values.redis.external.mode "sentinel") .Values.redis.auth.sentinelPassword }}yes{{ end -}}
{{- end -}}

{{/* spring.*: Redis and the time to end in; (list root component settings). */}}
{{- define "equipoise.springConfig" -}}
{{- $root := index . 0 -}}
{{- $redis := $root.Values.redis -}}
{{- $external := $redis.external -}}
{{- $user := index $redis.auth.users (index . 1) -}}
lifecycle:
  timeout-per-shutdown-phase: {{ (index . 2).shutdownSeconds }}s
data:
  redis:
  {{- if $redis.bundled.enabled }}
    username: {{ index . 1 }}
    host: {{ include "equipoise.fullname" $root }}-redis
    port: 6379
  {{- else }}
    {{- with $user }}
    username: {{ . | quote }}
    {{- end }}
    {{- if eq $external.mode "standalone" }}
    host: {{ $external.host | quote }}
    port: {{ $external.port }}
    {{- else if eq $external.mode "sentinel" }}
    sentinel:
      master: {{ $external.sentinelMaster | quote }}
      nodes: {{- toYaml $external.nodes | nindent 8 }}
      {{- with $redis.auth.sentinelUser }}
      username: {{ . | quote }}
      {{- end }}
    {{- else }}
    cluster:
      nodes: {{- toYaml $external.nodes | nindent 8 }}
    {{- end }}
    {{- if $redis.tls.enabled }}
    ssl:
      {{- if or $redis.tls.caSecret $redis.tls.clientSecret }}
      bundle: redis
      {{- else }}
      enabled: true
      {{- end }}
    {{- end }}
  {{- end }}
{{- if and $redis.tls.enabled (or $redis.tls.caSecret $redis.tls.clientSecret) }}
ssl:
  bundle:
    pem:
      redis:
        {{- if $redis.tls.caSecret }}
        truststore:
          certificate: file:/etc/equipoise/redis-ca/ca.crt
        {{- end }}
        {{- if $redis.tls.clientSecret }}
        keystore:
          certificate: file:/etc/equipoise/redis-client/tls.crt
          private-key: file:/etc/equipoise/redis-client/tls.key
        {{- end }}
{{- end }}
{{- end -}}

{{- define "equipoise.gatewayKey" -}}
- id: gateway
  hmac-file: /etc/equipoise/keys/gateway.hmac
  role: gateway
{{- end -}}

{{- define "equipoise.gatewayConfig" -}}
{{- $routes := .Values.gateway.routes -}}
{{- if .Values.tests.enabled -}}
{{- $test := dict "id" "helm-test" "uri" "lb://equipoise-test" "order" -1 "predicates" (list "Header=Equipoise-Test, .+") -}}
{{- $routes = concat (list $test) $routes -}}
{{- end -}}
server:
  port: 8080
management:
  server:
    port: 8090
spring:
  {{- include "equipoise.springConfig" (list . "gateway" .Values.gateway) | nindent 2 }}
  cloud:
    gateway:
      server:
        webflux:
          routes: {{- toYaml $routes | nindent 12 }}
equipoise:
  gateway:
    policy: {{ .Values.gateway.policy }}
    hash-on: {{ .Values.gateway.hashOn | quote }}
    expose-worker: {{ .Values.gateway.exposeWorker }}
    registry-url: http://{{ include "equipoise.fullname" . }}-registry:8081
    {{- if .Values.reputation.enabled }}
    reputation: http://{{ include "equipoise.fullname" . }}-reputation:8082
    {{- end }}
    key: /etc/equipoise/keys/gateway.hmac
    operator-token-file: /etc/equipoise/keys/operator.token
    drain: {{ .Values.gateway.drainSeconds }}s
  reputation:
    mode: {{ ternary .Values.reputation.mode "off" .Values.reputation.enabled | quote }}
{{- end -}}

{{- define "equipoise.registryConfig" -}}
{{- $networks := .Values.trust.networks -}}
server:
  port: 8081
spring:
  {{- include "equipoise.springConfig" (list . "registry" .Values.registry) | nindent 2 }}
equipoise:
  registry:
    operator-token-file: /etc/equipoise/keys/operator.token
    {{- with .Values.registry.publicUrl }}
    public-url: {{ . | quote }}
    {{- end }}
  trust:
    {{- if .Values.trust.keysSecret }}
    directory: /etc/equipoise/enrolled
    {{- end }}
    keys:
      {{- include "equipoise.gatewayKey" . | nindent 6 }}
      {{- if .Values.trust.demo.enabled }}
      - id: demo
        hmac-file: /etc/equipoise/keys/demo.hmac
        worker-ids: {{- toYaml .Values.trust.demo.workerIds | nindent 10 }}
        services: {{- toYaml .Values.trust.demo.services | nindent 10 }}
        networks: {{- toYaml $networks | nindent 10 }}
      {{- end }}
      {{- if .Values.tests.enabled }}
      - id: test
        hmac-file: /etc/equipoise/keys/test.hmac
        worker-ids: ["test-*"]
        services: [equipoise-test]
        networks: {{- toYaml $networks | nindent 10 }}
      {{- end }}
{{- end -}}

{{- define "equipoise.reputationConfig" -}}
server:
  port: 8082
spring:
  {{- include "equipoise.springConfig" (list . "reputation" .Values.reputation) | nindent 2 }}
equipoise:
  reputation:
    operator-token-file: /etc/equipoise/keys/operator.token
    {{- if .Values.reputation.export.enabled }}
    export: /var/lib/equipoise/facts
    {{- end }}
  trust:
    keys:
      {{- include "equipoise.gatewayKey" . | nindent 6 }}
{{- end -}}

{{- define "equipoise.consoleConfig" -}}
{{- $name := include "equipoise.fullname" . -}}
server:
  port: 8084
  {{- if or .Values.console.ingress.enabled .Values.console.httpRoute.enabled }}
  # TLS ends in front; wrong passwords count against whoever sent them.
  forward-headers-strategy: native
  {{- end }}
spring:
  config:
    import: file:/etc/equipoise/operators/operators.yaml
  lifecycle:
    timeout-per-shutdown-phase: 5s
equipoise:
  console:
    registries: ["http://{{ $name }}-registry:8081"]
    {{- if .Values.reputation.enabled }}
    reputations: ["http://{{ $name }}-reputation:8082"]
    {{- else }}
    reputations: []
    {{- end }}
    # A headless Service: all of them.
    gateways: ["http://{{ $name }}-gateway-management:8090"]
    operator-token-file: /etc/equipoise/keys/operator.token
{{- end -}}

{{/* What a service reads: ours, and over it what its config says; (list root component). */}}
{{- define "equipoise.applicationYaml" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $ours := include (printf "equipoise.%sConfig" $component) $root | fromYaml -}}
{{- with $ours.Error }}{{ fail . }}{{ end -}}
{{- mergeOverwrite $ours (deepCopy (index $root.Values $component).config) | toYaml -}}
{{- end -}}

{{/* A ConfigMap with it; (list root component). */}}
{{- define "equipoise.configMap" -}}
{{- $root := index . 0 -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "equipoise.fullname" $root }}-{{ index . 1 }}
  labels: {{- include "equipoise.labels" . | nindent 4 }}
data:
  application.yaml: |
    {{- include "equipoise.applicationYaml" . | nindent 4 }}
{{- end -}}
