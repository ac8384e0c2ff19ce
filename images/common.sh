# shellcheck shell=sh disable=SC2034 # the scripts use what is set here
# Sourced by the scripts beside it, which set NAME. Sets ROOT, VERSION and TTY.

fail() {
    echo "$NAME: $1" >&2
    exit "${2:-2}"
}

ROOT=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
VERSION=$(sed -n '/<artifactId>equipoise<\/artifactId>/{n;s/.*<version>\(.*\)<\/version>.*/\1/p;}' "$ROOT/pom.xml")
TTY=false
[ ! -t 2 ] || TTY=true

SERVICES="gateway registry reputation worker console"

# Sets module to the Maven module of service $1.
module_of() {
    case $1 in
        gateway) module=balancer-gateway ;;
        registry | reputation | worker) module=$1-service ;;
        console) module=console ;;
        *) fail "there is no service '$1'; there are: $SERVICES" ;;
    esac
}

# The argument of option $1, given $2 = how many words are left.
needs_argument() {
    [ "$2" -ge 2 ] || fail "$1 needs an argument; see $NAME --help"
}

# Sets ENGINE: what the option said, or podman, or docker.
find_engine() {
    case ${ENGINE-} in
        podman | docker) command -v "$ENGINE" >/dev/null || fail "there is no $ENGINE on the PATH" ;;
        '')
            for ENGINE in podman docker ''; do
                [ -n "$ENGINE" ] || fail "podman or docker is needed, and neither is on the PATH"
                ! command -v "$ENGINE" >/dev/null || break
            done
            ;;
        *) fail "the engine is podman or docker, not '$ENGINE'" ;;
    esac
    "$ENGINE" info >/dev/null 2>&1 || fail "$ENGINE does not work: try '$ENGINE info'" 1
}

# Runs $3... with its output in the log $1, showing $2 and the seconds it takes.
step() {
    log=$1 label=$2
    shift 2
    begin=$(date +%s)
    "$@" >"$log" 2>&1 &
    child=$!
    while kill -0 "$child" 2>/dev/null; do
        ! $TTY || printf '\r\033[2K%5s s  %s' "$(($(date +%s) - begin))" "$label" >&2
        sleep 0.5
    done
    ! $TTY || printf '\r\033[2K' >&2
    if ! wait "$child"; then
        tail -n 30 "$log" >&2
        fail "$label: failed; all it said is in $log" 1
    fi
    child=
    echo "$label: $(($(date +%s) - begin)) s" >&2
}
child=
