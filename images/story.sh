# shellcheck shell=sh disable=SC2154,SC2153,SC2034 # images/play sets what is used here
# Sourced by images/play: the steps of the user's story, in their order, and what removes all of it.

# What listens where; the chart fixes the ports.
CONSOLE=http://$SUBNET.9:8084
GATEWAY=http://$SUBNET.10:8080
REGISTRY=http://$SUBNET.12:8081
REPUTATION=http://$SUBNET.13:8082

clean_up() {
    code=$?
    trap - EXIT INT TERM HUP
    [ -z "$child" ] || kill "$child" 2>/dev/null
    for number in 1 2 3; do
        [ ! -s "$work/$number.pid" ] || kill -9 "$(cat "$work/$number.pid")" 2>/dev/null
        podman rm -f -t 0 "$RELEASE-worker-$number" >/dev/null 2>&1
    done
    for pod in $(podman pod ls --format '{{.Name}}' | grep "^$FULL-"); do podman pod rm -f -t 0 "$pod" >/dev/null 2>&1; done
    for name in $(podman volume ls --format '{{.Name}}' | grep "^$FULL-"); do podman volume rm -f "$name" >/dev/null 2>&1; done
    podman network rm -f "$RELEASE" >/dev/null 2>&1
    rm -rf "$work"
    exit "$code"
}

# A sentence of the story with the seconds since it began.
say() { printf '%5s s  %s\n' "$(($(date +%s) - began))" "$1"; }

# Fails the story: $1 says how; shows the logs of component $2, if named.
broken() {
    [ -z "${2-}" ] || podman logs "$FULL-$2-pod-0-$2" 2>&1 | tail -n 30 >&2
    fail "$1" 1
}

# Waits up to $1 s until the rest succeeds.
eventually() {
    limit=$(($(date +%s) + $1))
    shift
    until "$@"; do
        [ "$(date +%s)" -lt "$limit" ] || return 1
        sleep 0.2
    done
}

answers() { curl -sf -m 3 -o /dev/null "$1"; }

render() {
    set -- "$RELEASE" "$ROOT/helm/equipoise" --namespace equipoise --values "$ROOT/helm/equipoise/ci/laptop-values.yaml"
    [ -z "$VALUES" ] || set -- "$@" --values "$VALUES"
    for service in gateway registry reputation console; do
        set -- "$@" --set "$service.image.repository=$PREFIX$service" --set "$service.image.tag=$TAG"
    done
    # The workers of this story are registered from outside.
    "$HELM" template "$@" --set workers.enabled=false --set "redis.bundled.image.repository=${REDIS%:*}" \
        --set "redis.bundled.image.tag=${REDIS##*:}" >"$work/rendered.yaml" || fail "the chart cannot be rendered" 1
    set -- played "$ROOT/images/played" --set-file "rendered=$work/rendered.yaml"
    number=9
    for part in console gateway redis registry reputation; do
        set -- "$@" --set "hosts.$FULL-$part=$SUBNET.$number"
        number=$((number + 1))
    done
    set -- "$@" --set "hosts.$FULL-gateway-management=$SUBNET.10"
    "$HELM" template "$@" >"$work/played.yaml" || fail "what was rendered cannot be played" 1
    say "the chart is rendered: $(grep -c '^kind:' "$work/rendered.yaml") objects"
}

play() {
    # In the order of their addresses, which are given in the order of the file.
    found=$(sed -n 's/^# Deployment //p' "$work/played.yaml" | tr '\n' ' ')
    [ "$found" = "$FULL-console $FULL-gateway $FULL-redis $FULL-registry $FULL-reputation " ] ||
        fail "the chart has other Deployments than this script knows: $found" 1
    podman network create --disable-dns --subnet "$SUBNET.0/24" "$RELEASE" >/dev/null || fail "the network cannot be made" 1
    podman kube play --network "$RELEASE" --ip "$SUBNET.9" --ip "$SUBNET.10" --ip "$SUBNET.11" --ip "$SUBNET.12" --ip "$SUBNET.13" \
        "$work/played.yaml" >"$work/play.log" 2>&1 || {
        tail -n 20 "$work/play.log" >&2
        fail "podman cannot play the chart" 1
    }
    say "podman plays gateway, registry, reputation service, console and Redis"
}

# As the probes of the chart, from where a kubelet would ask.
wait_for_services() {
    for part in registry:12:8081 reputation:13:8082 gateway:10:8090 console:9:8084; do
        service=${part%%:*}
        address=${part#*:}
        eventually 180 answers "http://$SUBNET.${address%:*}:${address#*:}/actuator/health/readiness" ||
            broken "the $service was not ready within 180 s" "$service"
        say "ready: $service"
    done
}

register_workers() {
    sed -n 's/^  demo.hmac: "\{0,1\}\([^"]*\).*/\1/p' "$work/rendered.yaml" | base64 -d >"$work/demo.hmac"
    [ -s "$work/demo.hmac" ] || broken "the chart rendered no demo.hmac"
    awk '/^### Shell/ { here = 1 } here && /^```$/ { exit } code { print } here && /^```sh$/ { code = 1 }' \
        "$ROOT/docs/workers.md" >"$work/worker.sh"
    for number in 1 2 3; do
        # The recipe is a companion: it speaks for the command it starts.
        REGISTRY=$REGISTRY KEY=$work/demo.hmac ID=demo-$number ADDRESS=http://$SUBNET.2$number:9001 \
            sh "$work/worker.sh" podman run --rm --name "$RELEASE-worker-$number" --network "$RELEASE" \
            --ip "$SUBNET.2$number" --read-only --tmpfs /tmp --memory 288m --cap-drop all \
            --security-opt no-new-privileges --env "NAME=worker-$number" "${PREFIX}worker:$TAG" \
            >"$work/worker-$number.log" 2>&1 &
        echo $! >"$work/$number.pid"
    done
    eventually 120 gateway_knows 3 || {
        tail -n 5 "$work"/worker-*.log >&2
        broken "the gateway did not know three workers within 120 s" registry
    }
    say "three workers are registered by POST: $(curl -s -m 3 "$GATEWAY/workers")"
}

gateway_knows() { [ "$(curl -s -m 3 "$GATEWAY/workers" | grep -o 'http://' | wc -l)" -eq "$1" ]; }

# Sends $1 requests; every one has to be answered with 200. Leaves who answered in $work/answered.
requests() {
    curl -s -m 10 -o /dev/null -D - "$GATEWAY/?[1-$1]" | tr -d '\r' |
        awk '/^HTTP/ { status = $2 } tolower($1) == "equipoise-worker:" { worker = $2 }
            /^$/ { print status, worker; status = ""; worker = "" }' >"$work/answered"
    [ "$(grep -c '^200 demo-' "$work/answered")" -eq "$1" ] ||
        broken "of $1 requests to the gateway some failed: $(sort "$work/answered" | uniq -c | tr '\n' ' ')" gateway
}

call_gateway() {
    requests 300
    workers=$(sed 's/^200 //' "$work/answered" | sort -u | tr '\n' ' ')
    [ "$workers" = "demo-1 demo-2 demo-3 " ] || broken "300 requests were answered by: $workers" gateway
    say "300 requests to the gateway are answered, by $workers"
}

# The status of worker $1, or nothing if it is not listed.
status_of() {
    curl -s -m 3 "$REGISTRY/api/v1/workers/$1" | sed -n 's/.*"status":"\([A-Z_]*\)".*/\1/p'
}

look_at_status() {
    for number in 1 2 3; do
        [ "$(status_of demo-$number)" = UP ] || broken "demo-$number is not UP: $(status_of demo-$number)" registry
    done
    say "the status of the fleet has demo-1, demo-2 and demo-3 as UP"
}

# Signs in as the page does: with its token, which a cookie of the same value has to go with.
sign_in() {
    sed -n 's/^  password: "\{0,1\}\([^"]*\).*/\1/p' "$work/rendered.yaml" | base64 -d >"$work/password"
    [ -s "$work/password" ] || broken "the chart rendered no password for the console"
    [ "$(curl -s -m 3 -o /dev/null -w '%{http_code}' "$CONSOLE/api/stream")" = 401 ] ||
        broken "the console shows the fleet to strangers" console
    echo 'not the password' >"$work/wrong"
    [ "$(with_password "$work/wrong")" = "$CONSOLE/sign-in?wrong" ] || broken "the console takes a wrong password" console
    [ "$(with_password "$work/password")" = "$CONSOLE/" ] ||
        broken "the console does not take the password of the chart" console
    session | grep -q '"name":"operator"' || broken "the console does not know who signed in: $(session)" console
    say "an operator is signed in at the console by the password of the chart; a stranger and a wrong password are refused"
}

session() { curl -s -m 10 -b "$work/cookies" -c "$work/cookies" "$CONSOLE/api/session"; }

# Prints where the console leads to with the password in file $1.
with_password() {
    token=$(session | sed 's/.*"token":"\([^"]*\)".*/\1/')
    # A password takes long to check, on purpose.
    curl -s -m 60 -o /dev/null -w '%{redirect_url}' -b "$work/cookies" -c "$work/cookies" -d username=operator \
        --data-urlencode "password@$1" --data-urlencode "_csrf=$token" "$CONSOLE/sign-in"
}

# What the page says at its top, $1 = headline or detail, by the last picture of a stream that is listened to for two seconds.
console_says() {
    curl -sN -m 2 -b "$work/cookies" "$CONSOLE/api/stream" | awk '/^event: / { event = $2 } /^data: / && event == "picture"' |
        tail -n 1 | sed -n "s/.*\"verdict\":{[^}]*\"$1\":\"\([^\"]*\)\".*/\1/p"
}

headline_is() { [ "$(console_says headline)" = "$1" ]; }

detail_has() { console_says detail | grep -qF "$1"; }

look_at_console() {
    eventually 30 headline_is "All 3 workers take traffic" ||
        broken "the console does not show three workers: $(console_says headline), $(console_says detail)" console
    say "the console: All 3 workers take traffic"
}

is_out() { case $(status_of "$1") in UP | SUSPECT) return 1 ;; esac; }

kill_a_worker() {
    kill -9 "$(cat "$work/2.pid")"
    : >"$work/2.pid"
    podman kill --signal KILL "$RELEASE-worker-2" >/dev/null || broken "the worker cannot be killed"
    killed=$(date +%s)
    say "demo-2 is killed"
    requests 300
    say "300 requests are answered, none with an error, $(grep -c demo-2 "$work/answered") by demo-2"
    eventually 60 is_out demo-2 || broken "demo-2 is still $(status_of demo-2) after 60 s" registry
    eventually 10 gateway_knows 2 || broken "the gateway still lists demo-2" gateway
    say "demo-2 is out of the fleet $(($(date +%s) - killed)) s after it was killed"
    eventually 30 is_charged || broken "the reputation service knows nothing of the death of demo-2" reputation
    say "the reputation service has charged demo-2 with lease-lost"
    eventually 30 headline_is "2 of 3 workers take traffic" ||
        broken "the console does not show that demo-2 is gone: $(console_says headline), $(console_says detail)" console
    eventually 10 detail_has "demo-2 is lost" || broken "the console does not say who is gone: $(console_says detail)" console
    say "the console: 2 of 3 workers take traffic · demo-2 is lost"
}

is_charged() { curl -s -m 3 "$REPUTATION/api/v1/standings/demo-2/events" | grep -q '"type":"lease-lost"'; }

show_memory() {
    podman stats --no-stream --format '{{.Name}} {{.MemUsage}}' | sed -n "s/^$FULL-[a-z]*-pod-0-\([a-z]*\) /       \1: /p
        s/^$RELEASE-\(worker-[0-9]\) /       \1: /p"
}

leave() {
    for number in 1 3; do kill "$(cat "$work/$number.pid")"; done
    eventually 60 gateway_knows 0 || broken "the workers did not leave" registry
    say "the workers have left by a signed request"
    for service in gateway registry reputation console; do
        begin=$(date +%s)
        podman stop -t 90 "$FULL-$service-pod-0-$service" >/dev/null || broken "the $service does not stop" "$service"
        ended=$(podman inspect --format '{{.State.ExitCode}}' "$FULL-$service-pod-0-$service")
        # 143: ended by SIGTERM, as every JVM does that was asked to.
        [ "$ended" = 143 ] || [ "$ended" = 0 ] || broken "the $service ended with $ended" "$service"
        say "the $service stopped in $(($(date +%s) - begin)) s"
    done
}
