#!/usr/bin/env bash
# Installs the Debian packages the lab runs on. Changes nothing and returns at once when they are all there.
set -euo pipefail

# docker.io is named even where another docker client comes first on PATH: the lab runs that package's
# daemon, and its client is the one that has BuildKit built in.
packages=(
    docker-registry docker.io                      # the registry and the engine the tests talk to
    podman buildah skopeo umoci                     # other readers and writers of the same formats, as referees
    clang zlib1g-dev                                # links native code that a test publishes here, to be held against a builder's
    mmdebstrap                                      # the base images' root file system
    apache2-utils nginx-light                       # htpasswd for the registry that asks who you are; a TLS and fault proxy
    ca-certificates curl git iproute2 jq
    golang-go tzdata                                # compiles a sample, here and in an image that the tests make of it
    python3 python3-pip python3-flask python3-gunicorn  # installs a sample's packages, which the tests make of Debian's
    chromium fonts-dejavu-core                      # opens the report's page
)

# For lint.sh and axe.sh. Not where there is another Node.js already: its package brings an npm that does not go with Debian's.
command -v node >/dev/null && command -v npm >/dev/null || packages+=(nodejs npm)

if ! command -v dotnet >/dev/null || ! dotnet --list-sdks | grep -q '^10\.'; then
    {
        echo "The lab needs a .NET 10 SDK on PATH, and Debian does not package one."
        echo "Get it from https://dotnet.microsoft.com/download/dotnet/10.0 (or: dotnet-install.sh --channel 10.0 --install-dir /usr/share/dotnet),"
        echo "put its folder on PATH, and run this again."
    } >&2
    exit 1
fi

# A package that was removed still has a row, so the row's status counts, not its being there.
installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${packages[@]}" 2>/dev/null || true)
missing=()
for package in "${packages[@]}"; do
    [[ $'\n'$installed$'\n' == *$'\n'"$package installed"$'\n'* ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

echo "Installing ${missing[*]}"

# A package starts its service when it is installed unless this script says no; the lab starts its own servers.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi

apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null
}
install() {
    apt install -y --no-install-recommends "${missing[@]}"
}

log=$(mktemp)
{
    # Lists that are missing or too old to name files that still exist both end in a failed install.
    install || { apt update && install; }
} >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
rm -f "$log"
