{{/* What the pods of all services have in common. */}}

{{/* Settings of a pod; (list root component). */}}
{{- define "equipoise.podSettings" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $pods := $root.Values.pods -}}
serviceAccountName: {{ include "equipoise.serviceAccountName" $root }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- if and $pods.priorityClassName (ne $component "worker") }}
priorityClassName: {{ $pods.priorityClassName }}
{{- end }}
{{- with $pods.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $pods.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- if and (ne $pods.zoneSpread "none") (ne $component "test") }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: {{ $pods.zoneSpread }}
    labelSelector:
      matchLabels: {{- include "equipoise.selector" . | nindent 8 }}
    matchLabelKeys: [pod-template-hash]
{{- end }}
{{- if or (eq $pods.antiAffinity "none") (eq $component "test") }}
{{- else if eq $pods.antiAffinity "hard" }}
affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels: {{- include "equipoise.selector" . | nindent 12 }}
{{- else }}
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels: {{- include "equipoise.selector" . | nindent 14 }}
{{- end }}
{{- end -}}

{{/* Labels and annotations of a pod; (list root component config), config may be empty. */}}
{{- define "equipoise.podMetadata" -}}
{{- $root := index . 0 -}}
labels:
  {{- with $root.Values.pods.labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- include "equipoise.labels" . | nindent 2 }}
{{- $annotations := deepCopy $root.Values.pods.annotations -}}
{{- with index . 2 }}{{ $_ := set $annotations "checksum/config" (sha256sum .) }}{{ end -}}
{{- with $annotations }}
annotations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "equipoise.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  capabilities: {drop: [ALL]}
{{- end -}}

{{/* Probes of a service whose actuator is at a named port. A start may take two minutes on a busy node. */}}
{{- define "equipoise.probes" -}}
startupProbe:
  httpGet: {path: /actuator/health/liveness, port: {{ . }}}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /actuator/health/liveness, port: {{ . }}}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /actuator/health/readiness, port: {{ . }}}
  periodSeconds: 3
  timeoutSeconds: 3
  failureThreshold: 2
{{- end -}}

{{/* Where the configuration is and how the JVM runs, by the settings of a service. */}}
{{- define "equipoise.jvmEnv" -}}
- name: SPRING_CONFIG_ADDITIONALLOCATION
  value: file:/etc/equipoise/config/
- name: JAVA_TOOL_OPTIONS
  value: {{ .javaOptions | quote }}
{{- end -}}

{{/* The same and the passwords of Redis; (list root component settings). */}}
{{- define "equipoise.serviceEnv" -}}
{{- $root := index . 0 -}}
{{ include "equipoise.jvmEnv" (index . 2) }}
- name: SPRING_DATA_REDIS_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ include "equipoise.redisSecret" $root }}, key: {{ index . 1 }}-password}
{{- if include "equipoise.sentinelPassword" $root }}
- name: SPRING_DATA_REDIS_SENTINEL_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ include "equipoise.redisSecret" $root }}, key: sentinel-password}
{{- end }}
{{- end -}}

{{/* Where a service finds its files. */}}
{{- define "equipoise.commonMounts" -}}
- {name: config, mountPath: /etc/equipoise/config, readOnly: true}
- {name: keys, mountPath: /etc/equipoise/keys, readOnly: true}
- {name: tmp, mountPath: /tmp}
{{- end -}}

{{/* The same of one that uses Redis; (list root component). */}}
{{- define "equipoise.serviceMounts" -}}
{{- $tls := (index . 0).Values.redis.tls -}}
{{ include "equipoise.commonMounts" . }}
{{- if and $tls.enabled $tls.caSecret }}
- {name: redis-ca, mountPath: /etc/equipoise/redis-ca, readOnly: true}
{{- end }}
{{- if and $tls.enabled $tls.clientSecret }}
- {name: redis-client, mountPath: /etc/equipoise/redis-client, readOnly: true}
{{- end }}
{{- end -}}

{{/* The volumes of the common mounts; (list root component keyFiles). */}}
{{- define "equipoise.commonVolumes" -}}
{{- $root := index . 0 -}}
- name: config
  configMap: {name: {{ include "equipoise.fullname" $root }}-{{ index . 1 }}, defaultMode: 0444}
- name: keys
  secret:
    secretName: {{ include "equipoise.keysSecret" $root }}
    defaultMode: 0440
    items:
    {{- range index . 2 }}
      - {key: {{ . }}, path: {{ . }}}
    {{- end }}
- name: tmp
  emptyDir: {sizeLimit: 64Mi}
{{- end -}}

{{/* Those of a service that uses Redis; (list root component keyFiles). */}}
{{- define "equipoise.serviceVolumes" -}}
{{- $tls := (index . 0).Values.redis.tls -}}
{{ include "equipoise.commonVolumes" . }}
{{- if and $tls.enabled $tls.caSecret }}
- name: redis-ca
  secret:
    secretName: {{ $tls.caSecret }}
    defaultMode: 0440
    items: [{key: ca.crt, path: ca.crt}]
{{- end }}
{{- if and $tls.enabled $tls.clientSecret }}
- name: redis-client
  secret: {secretName: {{ $tls.clientSecret }}, defaultMode: 0440}
{{- end }}
{{- end -}}
