#!/usr/bin/env bash
# engine.sh start    a Docker Engine of the lab's own, and a configuration for podman, buildah and skopeo
# engine.sh stop
#
# Everything lies in $LAB_RUN/docker (docker.sock among it) and $LAB_RUN/containers; nothing of the machine's own
# engines is read or touched. Containers run on the host's network (--network=host); there are no firewall rules.
# skopeo takes no notice of the registries file: give it --tls-verify=false.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=help.sh
source "$here/help.sh"
# shellcheck source-path=SCRIPTDIR source=process.sh
source "$here/process.sh"
# shellcheck source-path=SCRIPTDIR source=mounts.sh
source "$here/mounts.sh"
docker=$LAB_RUN/docker
containers=$LAB_RUN/containers
bridge=ctz-${LAB_RUN##*.}

# Containers do not use it. But an engine that is told to have no bridge removes docker0 from the machine, and one that is
# told nothing takes it for its own, and it may be another engine's.
add_bridge() {
    ip link add name "$bridge" type bridge
    ip address add 169.254.250.1/30 dev "$bridge"
}

configure_docker() {
    mkdir -p "$docker"
    # The builder forgets nothing that a test counts on: what it clears away of its own accord depends on the disk.
    jq -n --arg folder "$docker" --arg bridge "$bridge" '{
        "data-root": "\($folder)/data", "exec-root": "\($folder)/exec", "pidfile": "\($folder)/dockerd.pid",
        hosts: ["unix://\($folder)/docker.sock"], bridge: $bridge, iptables: false, "ip-forward": false,
        "insecure-registries": ["127.0.0.0/8"], "log-level": "warn", "shutdown-timeout": 5,
        builder: {gc: {enabled: false}}
    }' >"$docker/daemon.json"
}

configure_podman() {
    mkdir -p "$containers"
    cat >"$containers/storage.conf" <<EOF
[storage]
driver = "overlay"
graphroot = "$containers/storage"
runroot = "$containers/run"
EOF
    # The default limit on open files is above what a container without privileges over the host may set.
    cat >"$containers/containers.conf" <<EOF
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
netns = "host"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
lock_type = "file"
tmp_dir = "$containers/libpod"
[network]
network_config_dir = "$containers/networks"
EOF
    local address
    for address in "$LAB_RUN"/*/address; do
        printf '[[registry]]\nlocation = "%s"\ninsecure = true\n' "$(<"$address")"
    done >"$containers/registries.conf"
}

client() {
    /usr/bin/docker --host "unix://$docker/docker.sock" "$@"
}

# Shutting down, the engine would ask each container to stop and give it seconds to do so.
kill_containers() {
    [[ -S $docker/docker.sock ]] || return 0
    local running
    running=$(client ps -q)
    # shellcheck disable=SC2086 # ids are words
    [[ -z $running ]] || client kill $running
}

case ${1-} in
    start)
        add_bridge
        configure_docker
        configure_podman
        start_server dockerd "$docker/pid" "$docker/dockerd.log" /usr/sbin/dockerd --config-file "$docker/daemon.json"
        await_server client version
        ;;
    stop)
        kill_containers >/dev/null 2>&1 || true
        stop_server "$docker/pid" "$docker/daemon.json"
        ip link delete "$bridge" 2>/dev/null || true
        # A container that was killed leaves its mounts behind, and a folder with mounts in it cannot be removed.
        unmount_below "$LAB_RUN"
        ;;
    *) print_help "$here/engine.sh" >&2; exit 2 ;;
esac
