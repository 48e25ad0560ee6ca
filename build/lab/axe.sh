#!/usr/bin/env bash
# Prints the path of axe, which finds what a page keeps from people who cannot see it or use no mouse.
#
#   axe.sh    installs it first where there is none yet; ends with 2 if it could not
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# The version is in the lock file, so that a new rule of theirs is no failure of ours on some morning.
lock=$here/../../tests/Containerize.Engine.Tests/Browsing/axe
cache=${CONTAINERIZE_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/containerize-lab}
folder=$cache/axe-$(sha256sum "$lock/package-lock.json" | cut -c1-16)
axe=$folder/node_modules/axe-core/axe.min.js

install_axe() {
    local work
    mkdir -p "$cache" && work=$(mktemp -d "$cache/installing.XXXXXX") || return
    trap 'rm -rf "$work"' RETURN
    cp "$lock"/package*.json "$work" || return
    npm ci --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel=error </dev/null >&2 || return
    # Who comes second finds the folder there, and mv then moves into it or fails: either way the first one's stays.
    mv -T "$work" "$folder" 2>/dev/null || [[ -e $axe ]]
}

[[ -e $axe ]] || install_axe || { echo "axe.sh: axe-core could not be installed" >&2; exit 2; }
echo "$axe"
