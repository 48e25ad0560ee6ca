#!/usr/bin/env bash
# The lab: real registries and a real Docker Engine on this machine, for the tests that want referees. Debian, as root.
#
#   lab.sh run COMMAND...    sets the lab up, runs the command in its environment, takes the lab down
#   lab.sh up                sets it up and leaves it; prints the file to source for its environment
#   lab.sh down RUN_FOLDER   stops exactly what that `up` started, and removes its folder
#
# Sourced, it gives lab_supported, lab_up and lab_down, which do the same for the shell that sourced it.
lab_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=help.sh
source "$lab_folder/help.sh"
# shellcheck source-path=SCRIPTDIR source=mounts.sh
source "$lab_folder/mounts.sh"

lab_supported() {
    [[ $(id -u) == 0 && -e /etc/debian_version ]]
}

# Everything that is running belongs to $LAB_RUN, and dies with lab_down.
lab_up() {
    lab_registries_up || return
    "$lab_folder/engine.sh" start || return
    lab_modern_up || return
    lab_environment >"$LAB_RUN/env"
    # shellcheck disable=SC1091 # written a line above
    source "$LAB_RUN/env"
}

lab_registries_up() {
    "$lab_folder/packages.sh" || return
    LAB_RUN=$(mktemp -d "${TMPDIR:-/tmp}/containerize-lab.XXXXXX") || return
    export LAB_RUN
    local images
    images=$("$lab_folder/base-images.sh") || return
    "$lab_folder/registry.sh" start registry --seed "$images" || return
    # The registry that asks who you are holds the base images too: it can be the source as well as the target.
    "$lab_folder/registry.sh" start auth-registry --auth --seed "$images" || return
}

# Where the mirror has no newer suite, the tests of newer engines say so and skip; where CONTAINERIZE_LAB_COMPLETE is 1, they fail.
lab_modern_up() {
    local root status=0
    root=$("$lab_folder/modern-root.sh" 2>"$LAB_RUN/modern-root.log") || status=$?
    cat "$LAB_RUN/modern-root.log" >&2
    case $status in
        0) "$lab_folder/modern.sh" start "$root" ;;
        3) lab_modern_missing=$(tail -n 1 "$LAB_RUN/modern-root.log") ;;
        *) return "$status" ;;
    esac
}

# DOCKER_HOST is not among them: tests of which engine is found need it to be theirs.
lab_environment() {
    local name
    local -A values=(
        [LAB_RUN]=$LAB_RUN
        [CONTAINERIZE_LAB]=1
        [CONTAINERIZE_LAB_REGISTRY]=$(<"$LAB_RUN/registry/address")
        [CONTAINERIZE_LAB_REGISTRY_LOG]=$LAB_RUN/registry/access.log
        [CONTAINERIZE_LAB_AUTH_REGISTRY]=$(<"$LAB_RUN/auth-registry/address")
        [CONTAINERIZE_LAB_AUTH_USER]=lab
        [CONTAINERIZE_LAB_AUTH_PASSWORD]=$(<"$LAB_RUN/auth-registry/password")
        [CONTAINERIZE_LAB_DOCKER]=/usr/bin/docker
        [CONTAINERIZE_LAB_DOCKER_HOST]=unix://$LAB_RUN/docker/docker.sock
        [CONTAINERS_CONF]=$LAB_RUN/containers/containers.conf
        [CONTAINERS_STORAGE_CONF]=$LAB_RUN/containers/storage.conf
        [CONTAINERS_REGISTRIES_CONF]=$LAB_RUN/containers/registries.conf
    )
    if [[ ${lab_modern_missing-} ]]; then
        values[CONTAINERIZE_LAB_MODERN_MISSING]=$lab_modern_missing
    else
        values[CONTAINERIZE_LAB_MODERN]=$LAB_RUN/modern/bin
        values[CONTAINERIZE_LAB_MODERN_DOCKER_HOST]=unix://$LAB_RUN/modern/docker.sock
    fi
    for name in "${!values[@]}"; do
        printf 'export %s=%q\n' "$name" "${values[$name]}"
    done | sort
}

lab_down() {
    [[ ${LAB_RUN-} && -d $LAB_RUN ]] || return 0
    "$lab_folder/modern.sh" stop || true
    "$lab_folder/engine.sh" stop || true
    "$lab_folder/registry.sh" stop auth-registry || true
    "$lab_folder/registry.sh" stop registry || true
    remove_folders "$LAB_RUN"
}

lab_main() {
    case ${1-} in
        up | run) lab_supported || { echo "The lab needs Debian and root." >&2; return 1; } ;;
    esac
    case ${1-} in
        up)
            lab_stop_on_exit
            lab_up >&2
            trap - EXIT
            echo "$LAB_RUN/env"
            ;;
        run)
            shift
            lab_stop_on_exit
            lab_up >&2
            "$@"
            ;;
        down)
            LAB_RUN=${2-}
            [[ -e $LAB_RUN/env && $LAB_RUN == *containerize-lab.* ]] || { echo "lab.sh down: '$LAB_RUN' is no lab's run folder" >&2; return 2; }
            export LAB_RUN
            lab_down
            ;;
        *) print_help "$lab_folder/lab.sh" >&2; return 2 ;;
    esac
}

lab_stop_on_exit() {
    trap lab_down EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    set -euo pipefail
    lab_main "$@"
fi
