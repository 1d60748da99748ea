# shellcheck shell=bash
# shellcheck disable=SC2154 # scratch is a directory of the script that reads this file
# For the check-*.sh beside it: a container engine, local stand-ins for base images, and one line a step.

failures=0
engine_pid=

# step NAME COMMAND...: runs the command and prints how it ended.
step() {
    local name=$1 output outcome
    shift
    # Not within an if, where set -e has no effect.
    set +e
    output=$(set -e && "$@" 2>&1)
    outcome=$?
    set -e
    if ((outcome == 0)); then
        printf 'ok      %s\n' "$name"
    else
        printf 'FAILED  %s\n' "$name"
        printf '%s\n' "$output" | tail -n 20 | sed 's/^/            /' >&2
        failures=$((failures + 1))
    fi
}

# eventually COMMAND...: runs it until it succeeds, 30 seconds long.
eventually() {
    local deadline=$((SECONDS + 30))
    until "$@" 2>/dev/null; do
        ((SECONDS < deadline)) || { printf 'never within 30 s: %s\n' "$*" >&2 && return 1; }
        sleep 0.5
    done
}

# start_engine OPTION...: uses the engine that runs, or runs one with these options for as long as the script.
start_engine() {
    docker info >/dev/null 2>&1 && return
    command -v dockerd >/dev/null || {
        printf 'no Docker engine can be reached, and there is no dockerd to start one\n' >&2
        exit 1
    }
    dockerd "$@" >"$scratch/dockerd.log" 2>&1 &
    engine_pid=$!
    eventually docker info >/dev/null 2>&1 || {
        cat "$scratch/dockerd.log" >&2
        exit 1
    }
}

stop_engine() {
    if [[ $engine_pid ]]; then
        kill "$engine_pid"
        wait "$engine_pid" || true
    fi
}

# debian_image TAG SUITE PACKAGES: a minimal Debian from the mirror that this machine's apt uses, kept for the next run.
debian_image() {
    docker image inspect "$1" >/dev/null 2>&1 && return
    local mirror
    # shellcheck disable=SC2016 # apt's own variable
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
    debootstrap --variant=minbase ${3:+"--include=$3"} "$2" "$scratch/root" "$mirror" >"$scratch/debootstrap.log" 2>&1 ||
        { tail "$scratch/debootstrap.log" >&2 && exit 1; }
    tar -C "$scratch/root" -c . | docker import - "$1" >/dev/null
    rm -rf "$scratch/root"
}
