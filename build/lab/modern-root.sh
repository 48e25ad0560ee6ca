#!/usr/bin/env bash
# Makes a folder with the engines and referees of a newer Debian suite, of this machine's own mirror, and prints its path.
# Made once, then kept outside the checkout; another recipe makes it anew. Nothing in it is ever run as it lies there:
# modern.sh puts a root together of it and of this machine's own folders.
#
# Ends with 3, and says why in one line, where the mirror does not serve that suite or those packages.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=mounts.sh
source "$(dirname "${BASH_SOURCE[0]}")/mounts.sh"

suite=${CONTAINERIZE_LAB_SUITE:-forky}
cache=${CONTAINERIZE_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/containerize-lab}/modern
packages=(
    docker.io docker-cli docker-buildx docker-compose containerd runc crun iptables    # Docker with containerd's image store
    podman buildah skopeo fuse-overlayfs
    crane oras cosign notation                                          # referees
    ca-certificates mount
)
# A mirror that is a snapshot has indexes that say they are out of date.
recipe=(
    --quiet --variant=essential --include="$(IFS=,; echo "${packages[*]}")" --aptopt='Acquire::Check-Valid-Until "false"'
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/doc/*'
)

# The one that serves this machine its own suite, however its sources are written.
mirror() {
    local own
    own=$(. /etc/os-release && echo "$VERSION_CODENAME")
    apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' | awk -v own="$own" '$1 == own {print $2; exit}'
}

make() {
    local from
    # Not local: the trap runs when this function is left already.
    work=$(mktemp -d "$cache/making.XXXXXX") log=$work.log
    trap 'remove_folders "$work"; rm -f "$log"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    echo "Making the folder of newer engines from Debian $suite: once, one or two minutes" >&2
    from=$(mirror)
    # Addresses may carry a name and a password, and this line ends up in the output of tests.
    if ! mmdebstrap "${recipe[@]}" "$suite" "$work/root" ${from:+"$from"} >"$log" 2>&1 </dev/null; then
        echo "Debian $suite could not be unpacked: $(grep -m 1 '^E:' "$log" | sed 's,[a-z+]*://[^ ]*,(mirror),g')" >&2
        exit 3
    fi
    # What is here has another key, and so is out of date, or was left by something that was killed.
    local old
    mapfile -d '' old < <(find "$cache" -mindepth 1 -maxdepth 1 ! -name lock ! -path "$work" ! -path "$log" -print0)
    remove_folders "${old[@]}"
    mv "$work/root" "$1"
}

mkdir -p "$cache"
product=$cache/$(echo "$suite ${recipe[*]}" | sha256sum | cut -c1-16)
exec 9>"$cache/lock"
flock 9
if [[ ! -d $product ]]; then
    (make "$product") 9>&-
fi
echo "$product"
