#!/usr/bin/env bash
# check-systemd.sh [DEB [DROP-IN]]: installs the .deb, from target/ unless given, on a bare Debian under its own systemd,
# and tries all that the unit promises, against the AWS in memory. Prints each step's outcome; ends 1 if one failed.
# DROP-IN is an extra file for the unit, such as systemd/notify-reload.conf. SUITE chooses another Debian than bookworm.
# Needs root, docker, and debootstrap for the first run.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

suite=${SUITE:-bookworm}
package=${1:-$(ls target/aws-cloud-unmap_*_all.deb)}
drop_in=${2:-}
unit=aws-cloud-unmap.service
image=aws-cloud-unmap-check-systemd:$suite
box=aws-cloud-unmap-check-$$
scratch=$(mktemp -d)
# shellcheck source=packaging/engine.sh
. packaging/engine.sh

clean_up() {
    docker rm -f "$box" >/dev/null 2>&1 || true
    stop_engine
    rm -rf "$scratch"
}
trap clean_up EXIT

inside() {
    docker exec -i "$box" "$@"
}

# write FILE: what comes on stdin.
write() {
    inside install -D -m 644 /dev/stdin "$1"
}

property() {
    inside systemctl show --value -p "$1" "$unit"
}

is() {
    local actual
    actual=$(property "$1")
    [[ $actual == "$2" ]] || { printf '%s is %s, not %s\n' "$1" "$actual" "$2" >&2 && return 1; }
}

journal_has() {
    inside journalctl --quiet --no-pager -u "$unit" -g "$1" >/dev/null
}

fails() {
    ! "$@"
}

# Whether the metrics still have the series of service $1.
shows_service() {
    inside bash -c 'exec 3<>/dev/tcp/127.0.0.1/9100; printf "GET /metrics HTTP/1.0\r\n\r\n" >&3; cat <&3' |
        grep -q "^aws_cloud_unmap_up{service_id=\"$1\""
}

boots() {
    docker run -d --name "$box" --network none --cap-add SYS_ADMIN --cap-add SYS_PTRACE --security-opt seccomp=unconfined \
        --security-opt apparmor=unconfined --cgroupns=private -v /sys/fs/cgroup:/sys/fs/cgroup:rw \
        --tmpfs /run --tmpfs /run/lock --tmpfs /tmp "$image" /lib/systemd/systemd
    eventually inside systemctl is-system-running --wait
}

installs_and_starts_nothing() {
    write /root/unmap.deb <"$package"
    inside apt-get install -y --no-install-recommends /root/unmap.deb
    [[ $(inside systemctl is-enabled "$unit") == disabled ]] && is ActiveState inactive
}

serves_aws() {
    inside systemd-run --unit=aws --property=StandardOutput=file:/root/demo.yaml \
        --property=StandardError=null aws-cloud-unmap demo --serve 4566
    eventually inside grep -q services: /root/demo.yaml
}

takes_a_configuration() {
    {
        printf 'prometheus: { enabled: true }\ndefaults: { frequency: 2s }\n'
        inside cat /root/demo.yaml
    } >"$scratch/unmap.yaml"
    write /etc/unmap.yaml <"$scratch/unmap.yaml"
    printf '%s\n' AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_ACCESS_KEY_ID=demo AWS_SECRET_ACCESS_KEY=demo |
        write /etc/default/aws-cloud-unmap
    if [[ $drop_in ]]; then
        write "/etc/systemd/system/$unit.d/extra.conf" <"$drop_in"
        inside systemctl daemon-reload
    fi
    inside aws-cloud-unmap check /etc/unmap.yaml
}

is_not_active_without_ready() {
    printf '[Service]\nUnsetEnvironment=NOTIFY_SOCKET\nTimeoutStartSec=15s\nRestart=no\n' |
        write "/run/systemd/system/$unit.d/mute.conf"
    inside systemctl daemon-reload
    local outcome=0
    { fails inside systemctl start "$unit" && is Result timeout && eventually journal_has 'Checked service'; } || outcome=$?
    inside rm "/run/systemd/system/$unit.d/mute.conf"
    inside systemctl daemon-reload
    inside systemctl reset-failed "$unit"
    return "$outcome"
}

starts() {
    inside systemctl start "$unit"
    is ActiveState active && [[ $(property StatusText) ]]
}

runs_as_nobody_in_particular() {
    [[ $(inside stat -c %u "/proc/$(property MainPID)") -ge 61184 ]]
}

reloads_a_good_file() {
    local pid last
    pid=$(property MainPID)
    last=$(sed -n 's/.*service-id: //p' "$scratch/unmap.yaml" | tail -n 1)
    eventually shows_service "$last"
    # The service that is left out starts at its comment.
    sed "$(($(grep -n "service-id: $last" "$scratch/unmap.yaml" | cut -d: -f1) - 1)),\$d" "$scratch/unmap.yaml" |
        write /etc/unmap.yaml
    inside systemctl reload "$unit"
    eventually fails shows_service "$last"
    is MainPID "$pid" && is ActiveState active
}

refuses_a_broken_file() {
    local pid first
    pid=$(property MainPID)
    first=$(sed -n 's/.*service-id: //p' "$scratch/unmap.yaml" | head -n 1)
    inside sed -i '1i worker: 4' /etc/unmap.yaml
    local outcome=0
    { fails inside systemctl reload "$unit" && eventually journal_has 'unmap.yaml:1:1: worker: is no known key' &&
        is MainPID "$pid" && is ActiveState active && shows_service "$first"; } || outcome=$?
    inside sed -i 1d /etc/unmap.yaml
    return "$outcome"
}

keeps_the_file_when_installed_again() {
    local before
    before=$(inside sha256sum /etc/unmap.yaml)
    inside apt-get install -y --reinstall /root/unmap.deb
    [[ $(inside sha256sum /etc/unmap.yaml) == "$before" ]] && is ActiveState active
}

restarts_when_killed() {
    local pid
    pid=$(property MainPID)
    inside systemctl kill --signal=KILL --kill-who=main "$unit"
    eventually is NRestarts 1 && eventually is ActiveState active && fails is MainPID "$pid"
}

stops() {
    inside systemctl stop "$unit"
    is ActiveState inactive && is Result success && is ExecMainStatus 0
}

does_not_restart_on_a_mistake() {
    inside sed -i '1i worker: 4' /etc/unmap.yaml
    fails inside systemctl start "$unit" && is ActiveState failed && is ExecMainStatus 2 && is NRestarts 0
}

removes() {
    inside apt-get remove -y aws-cloud-unmap
    inside test -e /etc/unmap.yaml && is LoadState not-found
    inside apt-get purge -y aws-cloud-unmap
    fails inside test -e /etc/unmap.yaml && fails inside test -e /usr/share/aws-cloud-unmap
}

# Containers have no network but the host's.
start_engine --iptables=false --bridge=none
debian_image "$image" "$suite" systemd,systemd-sysv,dbus,default-jre-headless
step 'a bare Debian boots' boots
printf '        %s, %s\n' "$(inside systemctl --version | head -n 1)" "$(basename -- "$package")"
step 'the package installs, and starts nothing' installs_and_starts_nothing
step 'the AWS in memory serves' serves_aws
step 'the filled-in file passes its check' takes_a_configuration
step 'passes run but READY is missing: never active' is_not_active_without_ready
step 'it starts: active, with a status' starts
step 'it runs under a user of its own' runs_as_nobody_in_particular
step 'a good file is reloaded, in the same process' reloads_a_good_file
step 'a broken file fails the reload, and the old one runs on' refuses_a_broken_file
step 'installing it again keeps the file, and it runs on' keeps_the_file_when_installed_again
step 'it restarts after kill -9' restarts_when_killed
step 'it stops cleanly' stops
step 'it does not restart on a mistake in the file' does_not_restart_on_a_mistake
step 'it is removed without a trace, its file by a purge only' removes
((failures == 0)) || {
    inside journalctl --quiet --no-pager -u "$unit" | tail -n 40 >&2
    exit 1
}
