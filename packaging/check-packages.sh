#!/usr/bin/env bash
# check-packages.sh [DIRECTORY]: builds the last commit twice, in different folders, with different umask, time zone and
# language, and from a shallow clone the second time. Compares all that is shipped, byte by byte, and checks versions,
# licenses and the SBOM. Prints each step's outcome and the sums; ends 1 if a step failed. If none did, puts the .deb,
# the .rpm, the SBOM and SHA256SUMS into DIRECTORY, if given. Needs Maven, the network, git, jq, python3 and dpkg-deb.
set -euo pipefail
export LC_ALL=C.UTF-8
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

release=${1:-}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
first=$scratch/first/aws-cloud-unmap
second=$scratch/second/other-folder
# shellcheck source=packaging/engine.sh
. packaging/engine.sh

# build DIRECTORY: where the plugin that writes the SBOM works, which is online only.
build() {
    (cd "$1" && mvn -B -q -Ppackages -Dmaven.test.skip=true package)
}

builds_once() {
    umask 022
    git clone -q . "$first"
    TZ=UTC build "$first"
}

# In Turkish, a capital I is another letter than elsewhere.
builds_again() {
    umask 077
    git clone -q --depth 1 "file://$PWD" "$second"
    TZ=Pacific/Kiritimati LC_ALL=C MAVEN_OPTS='-Duser.language=tr -Duser.country=TR' build "$second"
}

# shipped DIRECTORY: the sums of the jar, the packages, the SBOM and each file of the folder.
shipped() {
    (cd "$1/target" && find aws-cloud-unmap ./*.jar ./*.deb ./*.rpm bom.json -type f -exec sha256sum {} + | sort -k 2)
}

gives_the_same_bytes() {
    shipped "$first" >"$scratch/first.sums"
    shipped "$second" >"$scratch/second.sums"
    diff "$scratch/first.sums" "$scratch/second.sums"
}

# The examples name the newest release, which a snapshot comes after.
names_its_version() {
    local version newest shown
    version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' pom.xml)
    newest=$(sed -n 's/^## \([0-9.]*\) – 20[0-9-]*$/\1/p' CHANGELOG.md | head -n 1)
    shown=$("$first/target/aws-cloud-unmap/bin/aws-cloud-unmap" --version)
    printf '%s\n' "$shown"
    [[ $shown == "aws-cloud-unmap $version (commit $(git rev-parse --short=7 HEAD)"* ]]
    [[ $version == *-SNAPSHOT || $version == "$newest" ]]
    [[ $(grep -oh 'aws-cloud-unmap:[0-9][^" ]*' examples/kubernetes/*.yaml examples/ecs/*.json | sort -u) == \
        "aws-cloud-unmap:$newest" ]]
}

# Without the program's own jar, which is no library.
shipped_jars() {
    (cd "$first/target/aws-cloud-unmap/lib" && sha256sum -- *.jar | grep -v ' aws-cloud-unmap-' | sort -k 2)
}

lists_exactly_the_shipped_jars() {
    shipped_jars >"$scratch/jars"
    jq -r '.components[] | (.hashes[] | select(.alg == "SHA-256").content) + "  " + .name + "-" + .version + ".jar"' \
        "$first/target/bom.json" | sort -k 2 | diff "$scratch/jars" -
    [[ -s $scratch/jars ]]
}

agrees_with_the_reviewed_list() {
    grep -v '^#' "$first/dependencies.txt" | awk 'NF { print $1 }' | sort >"$scratch/reviewed"
    jq -r '.components[] | .group + ":" + .name + ":" + .version' "$first/target/bom.json" | sort |
        diff "$scratch/reviewed" -
}

# Of a library with several licenses, the list names the one that it is shipped under. SDNotify's description in Maven
# has no SPDX id; its sources say "version 2 or any later version".
agrees_on_licenses() {
    jq -r '.components[] | .group + ":" + .name + ":" + .version + " " +
        ([.licenses[]?.license | .id // .name] | join(","))' "$first/target/bom.json" |
        sed 's/The GNU Lesser General Public License, Version 2.0$/LGPL-2.0-or-later/' | sort >"$scratch/licenses"
    grep -v '^#' "$first/dependencies.txt" | awk 'NF { print $1, $2 }' | sort |
        join - "$scratch/licenses" | awk '{ print } index("," $3 ",", "," $2 ",") == 0 { wrong = 1 } END { exit wrong }'
}

# Also no time and no random id: the second build would have others.
tells_nothing_of_this_machine() {
    jq 'del(.. | .text?)' "$first/target/bom.json" >"$scratch/without-texts"
    [[ -z $(grep -Fw -e "$scratch" -e "$HOME" -e "$(hostname)" "$scratch/without-texts") ]]
    [[ $(jq -r '.metadata | has("timestamp")' "$first/target/bom.json") == false ]]
}

# The names in the header of an .rpm, for a machine without rpm.
names_in_rpm() {
    python3 - "$1" <<'PYTHON'
import struct, sys

data = open(sys.argv[1], "rb").read()
at = 96  # after the lead

def header(at):
    count, size = struct.unpack(">II", data[at + 8 : at + 16])
    store = at + 16 + 16 * count
    entries = (struct.unpack(">IIII", data[at + 16 + 16 * i : at + 32 + 16 * i]) for i in range(count))
    return {tag: (store + offset, length) for tag, _, offset, length in entries}, store + size

def strings(start, length):
    return [text.decode() for text in data[start:].split(b"\0", length)[:length]]

_, end = header(at)
tags, _ = header((end + 7) // 8 * 8)
start, length = tags[1116]
folders = strings(*tags[1118])
for folder, name in zip(struct.unpack(f">{length}I", data[start : start + 4 * length]), strings(*tags[1117])):
    print(folders[folder] + name)
PYTHON
}

# has_the_licenses FILE: whether the list of a package's files has each jar and the texts for it.
has_the_licenses() {
    local missing
    {
        awk '{ print "/usr/share/aws-cloud-unmap/lib/" $2 }' "$scratch/jars"
        awk 'NF && !/^#/ { print "/usr/share/doc/aws-cloud-unmap/licenses/" $2 ".txt" }' "$first/dependencies.txt"
        printf '/usr/share/doc/aws-cloud-unmap/%s\n' copyright dependencies.txt sbom.cdx.json
        own_texts
    } | sort -u >"$scratch/needed"
    missing=$(comm -23 "$scratch/needed" <(sort "$1"))
    printf '%s' "$missing"
    [[ -z $missing ]]
}

# What the jars themselves say of licenses, also of code that they have taken in.
own_texts() {
    local jar
    for jar in "$first"/target/aws-cloud-unmap/lib/*.jar; do
        python3 -c 'import sys, zipfile; print("\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))' "$jar" |
            { grep -iE '^META-INF/[^/]*(license|notice|AL2\.0|LGPL2\.1)[^/]*$' || true; } |
            sed "s:^:/usr/share/doc/aws-cloud-unmap/third-party/$(basename -- "$jar" .jar)-jar/:"
    done
}

deb_has_the_licenses() {
    dpkg-deb -c "$first"/target/*.deb | awk '{ sub(/^\./, "", $6); print $6 }' >"$scratch/deb"
    has_the_licenses "$scratch/deb"
}

rpm_has_the_licenses() {
    names_in_rpm "$first"/target/*.rpm >"$scratch/rpm"
    has_the_licenses "$scratch/rpm"
}

folder_has_the_licenses() {
    awk 'NF && !/^#/ { print $2 ".txt" } END { print "LICENSE"; print "dependencies.txt" }' "$first/dependencies.txt" |
        sort -u | diff - <(cd "$first/target/aws-cloud-unmap/licenses" && printf '%s\n' * | sort)
}

is_owned_by_root_with_plain_modes() {
    local odd
    odd=$(dpkg-deb -c "$first"/target/*.deb | grep -vE '^(-rw-r--r--|[-d]rwxr-xr-x|l.{9}) root/root ' || true)
    printf '%s' "$odd"
    [[ -z $odd ]]
}

# Into an empty folder, so that the sums are of nothing else.
releases() {
    mkdir -p "$release"
    [[ -z $(ls -A "$release") ]]
    cp "$first"/target/*.deb "$first"/target/*.rpm "$release"
    cp "$first/target/bom.json" "$release/sbom.cdx.json"
    {
        printf '# commit %s\n' "$(git rev-parse HEAD)"
        mvn -Dstyle.color=never -v | sed -n 's/, runtime:.*//; s/^[^A-Z]*\(Apache Maven\|Java version\)/# \1/p'
        (cd "$release" && sha256sum -- *.deb *.rpm sbom.cdx.json)
    } >"$release/SHA256SUMS"
}

step 'the last commit builds' builds_once
step 'it builds again, elsewhere and in other ways' builds_again
((failures == 0)) || exit 1
step 'both builds give the same bytes' gives_the_same_bytes
step 'program, changelog and examples name the version' names_its_version
step 'the SBOM lists exactly the shipped jars, by SHA-256' lists_exactly_the_shipped_jars
step 'the SBOM lists exactly the libraries of dependencies.txt' agrees_with_the_reviewed_list
step 'the SBOM and dependencies.txt agree on the licenses' agrees_on_licenses
step 'the SBOM tells nothing of this machine, and no time' tells_nothing_of_this_machine
step 'the .deb has the licenses of each jar' deb_has_the_licenses
step 'the .rpm has the licenses of each jar' rpm_has_the_licenses
step 'the folder has the licenses of each jar' folder_has_the_licenses
step 'all in the .deb belongs to root, with plain modes' is_owned_by_root_with_plain_modes
((failures == 0)) || exit 1
[[ -z $release ]] || step "the release is in $release" releases
((failures == 0))
grep -v ' aws-cloud-unmap/' "$scratch/first.sums"
