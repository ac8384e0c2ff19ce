{{/* There is no replica, so it persists (docs/redis.md). */}}
{{- define "equipoise.redisConf" -}}
port 6379
dir /data
aclfile /etc/redis/users/users.acl
# Users have passwords; the one that has none may only say PING.
protected-mode no
maxmemory {{ .Values.redis.bundled.maxMemory }}
maxmemory-policy noeviction
appendonly yes
appendfsync everysec
save ""
tcp-keepalive 60
{{- end -}}
