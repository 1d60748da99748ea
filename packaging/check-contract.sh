#!/usr/bin/env bash
# check-contract.sh: runs the contract suite alone, against every backend, one of which is a container that Testcontainers
# starts as LocalStack. Its image, unless it is there from the last run, is made of a bare Debian and of the moto[server] that
# this machine's python3 has, so nothing is pulled. Ends 1 if a test failed; removes its containers whatever happens.
# Needs Maven, docker, and a Python 3.11 with moto[server]; also root and debootstrap, for the first run and to start an engine.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

image=aws-cloud-unmap-contract:latest
base=aws-cloud-unmap-contract-base
scratch=$(mktemp -d)
# shellcheck source=packaging/engine.sh
. packaging/engine.sh

clean_up() {
    docker ps -aq --filter "ancestor=$base" 2>/dev/null | xargs -r docker rm -f >/dev/null 2>&1 || true
    stop_engine
    rm -rf "$scratch"
}
trap clean_up EXIT

fail() {
    printf 'check-contract.sh: %s\n' "$1" >&2
    exit 1
}

# collect_moto DIRECTORY: puts moto there, and all that its server needs, from where this machine's python3 has them.
collect_moto() {
    python3 - "$1" <<'PYTHON'
import importlib.metadata, pathlib, re, shutil, sys

def collect(name, extra, into, seen):
    try:
        package = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return  # for another system, or another Python
    seen.add(name.lower())
    for file in package.files:
        if ".." not in file.parts and file.suffix != ".pyc":
            target = into / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(package.locate_file(file), target)
    for requirement in package.requires or []:
        needed = "extra ==" not in requirement or extra and re.search(f"extra == .{extra}.", requirement)
        required = re.match(r"[\w.-]+", requirement)[0]
        if needed and required.lower() not in seen:
            collect(required, None, into, seen)

collect("moto", "server", pathlib.Path(sys.argv[1]), set())
PYTHON
}

# What LocalStackContainer expects of an image: bash, this entry point, port 4566, and the word Ready.
write_entry_point() {
    cat >"$1" <<'BASH'
#!/bin/bash
export PYTHONPATH=/opt/moto
python3 -m moto.server -H 0.0.0.0 -p 4566 &
until (exec 3<>/dev/tcp/127.0.0.1/4566) 2>/dev/null; do
    kill -0 $! || exit 1
    sleep 0.1
done
echo Ready.
wait
BASH
    chmod 755 "$1"
}

base_image() {
    docker image inspect "$base" >/dev/null 2>&1 && return
    command -v debootstrap >/dev/null || fail 'there is no debootstrap, which makes the base of the image'
    debian_image "$base" bookworm python3
}

contract_image() {
    docker image inspect "$image" >/dev/null 2>&1 && return
    # Its extension modules are for one Python, which has to be the image's.
    python3 -c 'import sys, moto.server; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null ||
        fail 'python3 is no Python 3.11 with moto[server], of which the image is made'
    mkdir "$scratch/context"
    collect_moto "$scratch/context/moto"
    write_entry_point "$scratch/context/docker-entrypoint.sh"
    printf '%s\n' "FROM $base" 'COPY docker-entrypoint.sh /usr/local/bin/' 'COPY moto /opt/moto' 'EXPOSE 4566' \
        'ENTRYPOINT ["docker-entrypoint.sh"]' >"$scratch/context/Dockerfile"
    DOCKER_BUILDKIT=0 docker build -q -t "$image" "$scratch/context"
}

command -v docker >/dev/null || fail 'there is no docker: install it (Debian: apt-get install docker.io iptables debootstrap)'
start_engine --iptables=false
base_image
contract_image
# Or Testcontainers would pull an image to clean up with, which clean_up does, and one to try the engine with.
export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_TINYIMAGE_CONTAINER_IMAGE="$base" TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
mvn -B verify -Pcontract-container -Dunmap.localstack.image="$image"
