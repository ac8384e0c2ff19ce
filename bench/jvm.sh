# Sourced by the scripts beside it. Sets ROOT, CLASS_PATH, FLAGS and TTY, finds a JDK as ./equipoise does (the newest,
# unless JAVA_HOME names one) and builds what is missing or older than its sources.

fail() {
    echo "bench: $1" >&2
    exit "${2:-2}"
}

ROOT=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
TTY=false
[ ! -t 2 ] || TTY=true

# Sets feature to the feature version of the JDK in $1, or to 0.
feature_of() {
    feature=0
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    feature=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
}

find_jdk() {
    newest=16
    for home in "${JAVA_HOME:-/nowhere}" "$(dirname "$(dirname "$(readlink -f "$(command -v java || echo /)")")")" \
        /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/.sdkman/candidates/java/*; do
        feature_of "$home"
        if [ "${feature:-0}" -gt "$newest" ]; then
            newest=$feature
            JDK=$home
            [ "$home" != "${JAVA_HOME-}" ] || break
        fi
    done
    [ "$newest" -gt 16 ] || fail "a JDK 17 or newer is needed; set JAVA_HOME to one"
    export JAVA_HOME="$JDK"
}

# Whether the benchmarks are there, as new as their sources and those of core.
is_built() {
    for jar in "$ROOT"/bench/target/bench-*.jar; do :; done
    [ -f "$jar" ] || return 1
    [ -z "$(find "$ROOT"/bench/pom.xml "$ROOT"/bench/src/main "$ROOT"/balancer-core/src/main -type f -cnewer "$jar" | head -n 1)" ]
}

build() {
    is_built && return
    command -v mvn >/dev/null || fail "Maven 3.8 or newer is needed to build, and there is no mvn on the PATH"
    echo "Building the benchmarks (about 30 s)" >&2
    log=$ROOT/bench/target/build.log
    mkdir -p "$ROOT/bench/target"
    (cd "$ROOT" && mvn -B -q -pl bench -am -DskipTests -Dspotless.check.skip -Denforcer.skip -Djacoco.skip package) \
        >"$log" 2>&1 || {
        tail -n 30 "$log" >&2
        fail "the build failed; all it said is in bench/target/build.log" 1
    }
    # A jar whose content did not change may not have been written anew.
    for jar in "$ROOT"/bench/target/bench-*.jar; do touch -c "$jar"; done
}

find_jdk
build
# Netty is faster with Unsafe and JMH knows nothing else; these versions warn of it.
FLAGS=
[ "$newest" -lt 24 ] || FLAGS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
CLASS_PATH="$ROOT/bench/target/classes:$ROOT/bench/target/lib/*"
