#!/usr/bin/env bash
# check-image.sh: builds the image from target/aws-cloud-unmap and local stand-ins for its base images, and runs it as
# an operator would: unprivileged, read-only, against the AWS in memory. Prints each step's outcome and the size; ends 1
# if a step failed. Needs root, docker, debootstrap, and a JDK 25 in JDK (default: one under /usr/lib/jvm).
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

jdk=${JDK:-$(printf '%s\n' /usr/lib/jvm/*25*/bin/jlink | head -n 1 | xargs dirname | xargs dirname)}
image=aws-cloud-unmap:check
builder=aws-cloud-unmap-check-builder
runtime=aws-cloud-unmap-check-runtime
prefix=aws-cloud-unmap-check-$$
scratch=$(mktemp -d)
# shellcheck source=packaging/engine.sh
. packaging/engine.sh

clean_up() {
    docker rm -f "$prefix-aws" "$prefix-daemon" >/dev/null 2>&1 || true
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
    DOCKER_BUILDKIT=0 docker build -q -t "$builder" -f "$scratch/Dockerfile" "$jdk"
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
    DOCKER_BUILDKIT=0 docker build -q --network host -t "$image" --build-arg BUILDER_IMAGE="$builder" \
        --build-arg RUNTIME_IMAGE="$runtime" --build-arg PREBUILT=true .
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

refuses_a_mistake() {
    local code=0
    "${run[@]}" --rm "$image" --service-id srv-fleet || code=$?
    ((code == 2))
}

runs_and_is_healthy() {
    printf 'prometheus: { enabled: true }\ndefaults: { frequency: 2s }\n' >"$scratch/unmap.yaml"
    docker logs "$prefix-aws" 2>/dev/null >>"$scratch/unmap.yaml"
    chmod 755 "$scratch"
    "${run[@]}" -d --name "$prefix-daemon" --health-interval 2s -v "$scratch/unmap.yaml:/etc/unmap.yaml:ro" \
        "$image" --config /etc/unmap.yaml
    eventually logs_of daemon '"result":"success"'
    eventually health_is healthy
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
step 'it ends 2 on a mistake' refuses_a_mistake
step 'it runs with a file, and is healthy' runs_and_is_healthy
step 'it stops cleanly' stops_cleanly
((failures == 0))
