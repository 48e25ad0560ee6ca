#!/usr/bin/env bash
# Has Dockerfiles read by somebody else's reader: prints FILE:LINE: MESSAGE for each fault and ends with 1 if there is any.
#
#   lint.sh FILE...    installs the reader first where there is none yet; ends with 2 if it could not do its work
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=help.sh
source "$here/help.sh"

# One version, so that a new rule of theirs is no failure of ours on some morning.
reader=dockerfile-utils@0.16.3
cache=${CONTAINERIZE_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/containerize-lab}
folder=$cache/${reader/@/-}

install_reader() {
    local work
    mkdir -p "$cache" && work=$(mktemp -d "$cache/installing.XXXXXX") || return
    trap 'rm -rf "$work"' RETURN
    npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel=error "$reader" </dev/null >&2 || return
    # Who comes second finds the folder there, and mv then moves into it or fails: either way the first one's stays.
    mv -T "$work" "$folder" 2>/dev/null || [[ -e $folder/node_modules ]]
}

(($#)) || { print_help "$here/lint.sh" >&2; exit 2; }
[[ -e $folder/node_modules ]] || install_reader || { echo "lint.sh: $reader could not be installed" >&2; exit 2; }
exec node "$here/lint.mjs" "$folder" "$@"
