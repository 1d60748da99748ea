#!/usr/bin/env bash
# check-systemd.sh [DEB [DROP-IN]]: installs the .deb, from target/ unless given, on a bare Debian under its own systemd,
# and tries all that the unit promises, against the AWS in memory. Also installs, upgrades and removes the .deb and the
# .rpm beside it where systemd does not answer, and the .deb in another root. Prints each step's outcome; ends 1 if one
# failed. DROP-IN is an extra file for the unit, such as systemd/notify-reload.conf. SUITE chooses another Debian than
# bookworm. Needs root, docker, and debootstrap for the first run.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

suite=${SUITE:-bookworm}
packages=(target/aws-cloud-unmap_*_all.deb)
package=${1:-${packages[0]}}
[[ -f $package ]] || { printf 'there is no %s: build it by mvn -Ppackages package\n' "$package" >&2 && exit 1; }
rpms=("$(dirname -- "$package")"/aws-cloud-unmap-*.noarch.rpm)
rpm=${rpms[0]}
drop_in=${2:-}
unit=aws-cloud-unmap.service
image=aws-cloud-unmap-check-systemd:$suite
box=aws-cloud-unmap-check-$$
mute=$box-mute
scratch=$(mktemp -d)
# shellcheck source=packaging/engine.sh
. packaging/engine.sh

clean_up() {
    docker rm -f "$box" "$mute" >/dev/null 2>&1 || true
    stop_engine
    rm -rf "$scratch"
}
trap clean_up EXIT

inside() {
    docker exec -i "$box" "$@"
}

# In a container in which systemd does not answer.
muted() {
    docker exec -i "$mute" "$@"
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

# systemd's folder is there, as where it is mounted from the host, and systemctl writes down what it is asked and fails.
boots_without_systemd() {
    docker run -d --name "$mute" --network none "$image" sleep infinity
    muted mkdir -p /run/systemd/system
    printf '#!/bin/sh\necho "$*" >>/root/asked\nexit 1\n' | muted install -m 755 /dev/stdin /usr/bin/systemctl
    muted install -m 644 /dev/stdin /root/unmap.deb <"$package"
    muted install -m 644 /dev/stdin /root/unmap.rpm <"$rpm"
}

asked() {
    muted cat /root/asked
}

# Puts something into the cache, and forgets what systemctl was asked.
muted_afresh() {
    muted sh -c 'rm -f /root/asked && touch /root/asked && mkdir -p /var/cache/aws-cloud-unmap /var/lib/aws-cloud-unmap &&
        touch /var/cache/aws-cloud-unmap/kept /var/lib/aws-cloud-unmap/kept'
}

takes_a_deb_without_systemd() {
    muted_afresh
    muted apt-get install -y --no-install-recommends /root/unmap.deb
    muted dpkg -i /root/unmap.deb
    asked | grep -q daemon-reload
    muted apt-get remove -y aws-cloud-unmap
    asked | grep -q 'disable --now'
    muted test -e /var/cache/aws-cloud-unmap/kept
    muted apt-get purge -y aws-cloud-unmap
    fails muted test -e /var/cache/aws-cloud-unmap && fails muted test -e /var/lib/aws-cloud-unmap
}

takes_a_deb_in_another_root() {
    muted_afresh
    muted sh -c 'mkdir -p /srv/root/var/lib/dpkg/info /srv/root/var/lib/dpkg/updates && touch /srv/root/var/lib/dpkg/status'
    local elsewhere=(muted dpkg --root=/srv/root --force-script-chrootless --force-depends)
    "${elsewhere[@]}" -i /root/unmap.deb
    "${elsewhere[@]}" -i /root/unmap.deb
    muted test -e /srv/root/usr/bin/aws-cloud-unmap
    muted mkdir -p /srv/root/var/cache/aws-cloud-unmap
    "${elsewhere[@]}" --remove aws-cloud-unmap
    "${elsewhere[@]}" --purge aws-cloud-unmap
    [[ -z $(asked) ]]
    muted test -e /var/cache/aws-cloud-unmap/kept
    muted test -e /var/lib/aws-cloud-unmap/kept
    fails muted test -e /srv/root/var/cache/aws-cloud-unmap
}

# Debian's rpm asks whether this is meant, and knows nothing of Debian's packages.
rpm_of() {
    "$1" rpm --force-debian --nodeps "${@:2}"
}

takes_an_rpm_without_systemd() {
    muted_afresh
    rpm_of muted -i /root/unmap.rpm
    rpm_of muted --reinstall /root/unmap.rpm
    asked | grep -q try-restart
    rpm_of muted -e aws-cloud-unmap
    asked | grep -q 'disable --now'
    # A journal of removals is never deleted unasked: rpm has no purge.
    fails muted test -e /var/cache/aws-cloud-unmap
    muted test -e /var/lib/aws-cloud-unmap/kept
    fails muted test -e /usr/share/aws-cloud-unmap
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
        printf 'defaults: { frequency: 2s }\n'
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
    local before pid
    before=$(inside sha256sum /etc/unmap.yaml)
    pid=$(property MainPID)
    inside apt-get install -y --reinstall /root/unmap.deb
    [[ $(inside sha256sum /etc/unmap.yaml) == "$before" ]] && is ActiveState active && fails is MainPID "$pid"
}

is_not_restarted_against_the_policy() {
    local pid outcome=0
    pid=$(property MainPID)
    printf '#!/bin/sh\nexit 101\n' | inside install -m 755 /dev/stdin /usr/sbin/policy-rc.d
    { inside apt-get install -y --reinstall /root/unmap.deb && is MainPID "$pid" && is ActiveState active; } || outcome=$?
    inside rm /usr/sbin/policy-rc.d
    return "$outcome"
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

does_not_restart_on_a_problem() {
    inside sed -i '1i worker: 4' /etc/unmap.yaml
    fails inside systemctl start "$unit" && is ActiveState failed && is ExecMainStatus 2 && is NRestarts 0
}

removes() {
    inside apt-get remove -y aws-cloud-unmap
    inside test -e /etc/unmap.yaml && is LoadState not-found
    inside apt-get purge -y aws-cloud-unmap
    fails inside test -e /etc/unmap.yaml && fails inside test -e /usr/share/aws-cloud-unmap
}

# Like the .deb, but for the file, which rpm keeps only if it was changed.
lives_as_an_rpm() {
    inside install -m 644 /dev/stdin /root/unmap.rpm <"$rpm"
    # The last start of the .deb's unit failed, as it should.
    inside systemctl reset-failed "$unit" 2>/dev/null || true
    rpm_of inside -i /root/unmap.rpm
    [[ $(inside systemctl is-enabled "$unit") == disabled ]] && is ActiveState inactive
    write /etc/unmap.yaml <"$scratch/unmap.yaml"
    inside systemctl enable --now "$unit"
    local pid
    pid=$(property MainPID)
    rpm_of inside --reinstall /root/unmap.rpm
    eventually is ActiveState active
    fails is MainPID "$pid"
    rpm_of inside -e aws-cloud-unmap
    is LoadState not-found
    fails inside test -e /usr/share/aws-cloud-unmap && fails inside test -e /var/cache/private/aws-cloud-unmap
}

# Containers have no network but the host's.
start_engine --iptables=false --bridge=none
debian_image "$image" "$suite" systemd,systemd-sysv,dbus,rpm,default-jre-headless
step 'a Debian in which systemd does not answer' boots_without_systemd
step 'there the .deb installs, is upgraded, removed and purged' takes_a_deb_without_systemd
step 'in another root it asks nothing of this one, and deletes nothing here' takes_a_deb_in_another_root
step 'there the .rpm installs, is upgraded and removed' takes_an_rpm_without_systemd
docker rm -f "$mute" >/dev/null 2>&1 || true
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
step 'where policy-rc.d says so, that does not restart it' is_not_restarted_against_the_policy
step 'it restarts after kill -9' restarts_when_killed
step 'it stops cleanly' stops
step 'it does not restart on a problem in the file' does_not_restart_on_a_problem
step 'it is removed without a trace, its file by a purge only' removes
step 'the .rpm installs, is upgraded in effect, and removed' lives_as_an_rpm
((failures == 0)) || {
    inside journalctl --quiet --no-pager -u "$unit" | tail -n 40 >&2
    exit 1
}
