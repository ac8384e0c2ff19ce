{{/* The reference worker, which registers with one of the chart's own keys; (list root keyId). */}}
{{- define "equipoise.workerContainer" -}}
{{- $root := index . 0 -}}
{{- $workers := $root.Values.workers -}}
image: {{ include "equipoise.image" (list $root $workers.image) }}
imagePullPolicy: {{ $root.Values.image.pullPolicy }}
{{ include "equipoise.containerSecurity" $root }}
ports:
  - {name: http, containerPort: 9001}
env:
  - {name: JAVA_TOOL_OPTIONS, value: {{ $workers.javaOptions | quote }}}
  - name: NAME
    valueFrom: {fieldRef: {fieldPath: metadata.name}}
  - {name: EQUIPOISE_WORKER_ID, value: {{ index . 1 }}-$(NAME)}
  - {name: EQUIPOISE_WORKER_KEY, value: /etc/equipoise/keys/{{ index . 1 }}.hmac}
  - {name: LOAD_BALANCER_REGISTER, value: "http://{{ include "equipoise.fullname" $root }}-registry:8081"}
  - {name: SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE, value: {{ $workers.shutdownSeconds }}s}
  {{- if eq (index . 1) "test" }}
  - {name: EQUIPOISE_WORKER_SERVICE, value: equipoise-test}
  {{- else }}
  - {name: WORKER_DELAY, value: {{ $workers.delay | quote }}}
  {{- end }}
resources: {{- toYaml $workers.resources | nindent 2 }}
volumeMounts:
  - {name: keys, mountPath: /etc/equipoise/keys, readOnly: true}
  - {name: tmp, mountPath: /tmp}
{{- end -}}

{{/* (list root keyFile) */}}
{{- define "equipoise.workerVolumes" -}}
- name: keys
  secret:
    secretName: {{ include "equipoise.keysSecret" (index . 0) }}
    defaultMode: 0440
    items: [{key: {{ index . 1 }}, path: {{ index . 1 }}}]
- name: tmp
  emptyDir: {sizeLimit: 64Mi}
{{- end -}}
