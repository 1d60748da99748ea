#!/usr/bin/env bash
# check-image.sh: builds the image from target/aws-cloud-unmap and local stand-ins for its base images, and runs it as
# an operator would: unprivileged, read-only, against the AWS in memory. Prints each step's outcome and the size; ends 1
# if a step failed. Needs root, docker, debootstrap, python3, and a JDK 25 in JDK (default: one under /usr/lib/jvm).
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

jdk=${JDK:-$(printf '%s\n' /usr/lib/jvm/*25*/bin/jlink | head -n 1 | xargs dirname | xargs dirname)}
image=aws-cloud-unmap:check
builder=aws-cloud-unmap-check-builder
runtime=aws-cloud-unmap-check-runtime
stage=aws-cloud-unmap-check-stage
prefix=aws-cloud-unmap-check-$$
scratch=$(mktemp -d)
# shellcheck source=packaging/engine.sh
. packaging/engine.sh

clean_up() {
    docker rm -f "$prefix-aws" "$prefix-daemon" >/dev/null 2>&1 || true
    docker rmi -f "$stage" >/dev/null 2>&1 || true
    stop_engine
    rm -rf "$scratch"
}
trap clean_up EXIT

# run NAME [OPTION...]: the image as it is meant to be run; what follows the options comes from the caller.
run=(docker run --read-only --cap-drop ALL --security-opt no-new-privileges --network host --memory 256m
    -e AWS_ENDPOINT_URL=http://127.0.0.1:4599 -e AWS_ACCESS_KEY_ID=demo -e AWS_SECRET_ACCESS_KEY=demo)

builder_image() {
    docker image inspect "$builder" >/dev/null 2>&1 && return
    debian_image "$builder-base" bookworm ''
    printf 'FROM %s-base\nENV PATH=/opt/jdk/bin:$PATH\nCOPY . /opt/jdk\n' "$builder" >"$scratch/Dockerfile"
    # With what its links lead to: a JDK of the distribution has its certificates and its settings below /etc.
    tar -h --ignore-failed-read -C "$jdk" -c . -C "$scratch" ./Dockerfile 2>"$scratch/links" |
        DOCKER_BUILDKIT=0 docker build --force-rm -q -t "$builder" -
}

# Nothing but glibc and names for users: no shell.
runtime_image() {
    docker image inspect "$runtime" >/dev/null 2>&1 && return
    local packages="$scratch/packages"
    mkdir "$packages" "$scratch/runtime"
    chmod 777 "$packages"
    (cd "$packages" && apt-get download libc6 base-files tzdata netbase && for each in *.deb; do
        dpkg-deb -x "$each" "$scratch/runtime"
    done)
    tar -C "$scratch/runtime" -c . | docker import - "$runtime"
}

builds() {
    builder_image
    runtime_image
    local arguments=(--network host --build-arg BUILDER_IMAGE="$builder" --build-arg RUNTIME_IMAGE="$runtime"
        --build-arg PREBUILT=true)
    # The stage has a name, so that its 600 MB can be removed.
    DOCKER_BUILDKIT=0 docker build --force-rm -q "${arguments[@]}" --target build -t "$stage" .
    DOCKER_BUILDKIT=0 docker build --force-rm -q "${arguments[@]}" -t "$image" .
}

megabytes() {
    printf '%s' $(($1 / 1000000))
}

has_no_root_and_no_shell() {
    [[ $(docker image inspect -f '{{.Config.User}}' "$image") == 65532:65532 ]]
    ! docker run --rm --entrypoint /bin/sh "$image" -c true
}

shows_its_version() {
    "${run[@]}" --rm "$image" --version | grep -q '^aws-cloud-unmap '
}

uses_its_archive() {
    "${run[@]}" --rm -e JDK_JAVA_OPTIONS='-XX:AOTMode=on' "$image" --version
}

serves_aws() {
    "${run[@]}" -d --name "$prefix-aws" "$image" demo --serve 4599
    eventually logs_of aws services:
}

logs_of() {
    docker logs "$prefix-$1" 2>&1 | grep -q -- "$2"
}

takes_the_flags_of_the_original() {
    "${run[@]}" --rm "$image" --service-id srv-fleet --service-region us-east-1 --instances-region us-east-1 \
        --single-run
}

refuses_a_problem() {
    local code=0
    "${run[@]}" --rm "$image" --service-id srv-fleet || code=$?
    ((code == 2))
}

runs_and_is_healthy() {
    printf 'defaults: { frequency: 2s }\n' >"$scratch/unmap.yaml"
    docker logs "$prefix-aws" 2>/dev/null >>"$scratch/unmap.yaml"
    chmod 755 "$scratch"
    "${run[@]}" -d --name "$prefix-daemon" --health-interval 2s -v "$scratch/unmap.yaml:/etc/unmap.yaml:ro" \
        "$image" --config /etc/unmap.yaml
    eventually logs_of daemon '"result":"success"'
    eventually health_is healthy
}

# In the namespaces of the container, but started from here: there is nothing in it to measure with.
has_a_cheap_check() {
    local pid command cost status memory cpu
    pid=$(docker inspect -f '{{.State.Pid}}' "$prefix-daemon")
    read -ra command <<<"$(docker image inspect -f '{{range slice .Config.Healthcheck.Test 1}}{{.}} {{end}}' "$image")"
    cost=$(
        python3 - nsenter --target "$pid" --mount --net --pid -- "${command[@]}" <<'PYTHON'
import os, subprocess, sys

subprocess.run(sys.argv[1:], check=True)  # reads what is not in memory yet
process = subprocess.Popen(sys.argv[1:])
status, used = os.wait4(process.pid, 0)[1:]
print(status, round(used.ru_maxrss / 1000), round(1000 * (used.ru_utime + used.ru_stime)))
PYTHON
    )
    printf 'exit code, MB and ms of CPU: %s\n' "$cost"
    read -r status memory cpu <<<"$cost"
    ((status == 0 && memory < 40 && cpu < 100))
}

health_is() {
    [[ $(docker inspect -f '{{.State.Health.Status}}' "$prefix-daemon") == "$1" ]]
}

stops_cleanly() {
    docker stop -t 30 "$prefix-daemon"
    [[ $(docker inspect -f '{{.State.ExitCode}}' "$prefix-daemon") == 0 ]]
}

# Containers have no network but the host's.
start_engine --iptables=false --bridge=none
step 'the image builds from stand-ins' builds
((failures == 0)) || exit 1
# What a registry stores and a node pulls.
compressed=$(megabytes "$(docker save "$image" | gzip -1 | wc -c)")
step "it is under 150 MB compressed: $compressed" test "$compressed" -lt 150
printf '        %s MB on disk, of which %s MB are its base\n' \
    "$(megabytes "$(docker image inspect -f '{{.Size}}' "$image")")" \
    "$(megabytes "$(docker image inspect -f '{{.Size}}' "$runtime")")"
step 'it runs as nobody in particular, and has no shell' has_no_root_and_no_shell
step 'it shows its version' shows_its_version
step 'it starts from its archive' uses_its_archive
step 'it serves the AWS in memory, read-only' serves_aws
step "it takes the original's flags" takes_the_flags_of_the_original
step 'it ends 2 on a problem' refuses_a_problem
step 'it runs with a file, and is healthy' runs_and_is_healthy
step 'its health check takes less than 40 MB and 0.1 s' has_a_cheap_check
step 'it stops cleanly' stops_cleanly
((failures == 0))
