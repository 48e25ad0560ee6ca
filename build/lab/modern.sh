#!/usr/bin/env bash
# modern.sh start ROOT    today's engines, of the folder that modern-root.sh made: Docker with containerd's image store, podman,
#                         buildah, and referees
# modern.sh stop
#
# Everything lies in $LAB_RUN/modern: docker.sock, and bin/ with a program of each name. They see this machine's folders at
# their own paths, but for /usr, /etc, /opt, /run and /var. Mounts and processes have name spaces of their own: when the
# first process ends, whatever ended it, there are none left.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=help.sh
source "$here/help.sh"
# shellcheck source-path=SCRIPTDIR source=process.sh
source "$here/process.sh"
modern=$LAB_RUN/modern
bridge=ctzm-${LAB_RUN##*.}
programs=(docker podman buildah skopeo crane oras cosign notation)

configure() {
    mkdir -p "$modern/bin" "$modern/root" "$modern/containers"
    # See engine.sh for the bridge and the builder.
    jq -n --arg folder "$modern" --arg bridge "$bridge" '{
        "data-root": "\($folder)/data", "exec-root": "\($folder)/exec", "pidfile": "\($folder)/dockerd.pid",
        hosts: ["unix://\($folder)/docker.sock"], bridge: $bridge, iptables: false, ip6tables: false, "ip-forward": false,
        "insecure-registries": ["127.0.0.0/8"], "log-level": "warn", "shutdown-timeout": 5,
        features: {"containerd-snapshotter": true}, builder: {gc: {enabled: false}}
    }' >"$modern/daemon.json"
    cat >"$modern/containers/storage.conf" <<END
[storage]
driver = "overlay"
graphroot = "$modern/containers/storage"
runroot = "$modern/containers/run"
END
    cat >"$modern/containers/containers.conf" <<END
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
netns = "host"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
tmp_dir = "$modern/containers/libpod"
END
    local address
    for address in "$LAB_RUN"/*/address; do
        printf '[[registry]]\nlocation = "%s"\ninsecure = true\n' "$(<"$address")"
    done >"$modern/containers/registries.conf"
}

# Runs as the first process of the name spaces, and becomes the engine.
become_engine() { # FOLDER OF modern-root.sh
    local root=$modern/root name
    # The number by which the rest of the machine knows this process: /proc is still theirs.
    read -r name _ </proc/self/stat
    echo "$name" >"$modern/init"

    mount --bind "$root" "$root"
    cp -a "$1"/{bin,sbin,etc} "$root/"
    cp -a "$1"/lib* "$root/"
    cp /etc/resolv.conf /etc/hosts "$root/etc/"
    cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
    mkdir -p "$root"/{usr,run,proc,opt,.outside} "$root"/var/{lib,tmp,log}
    ln -s /run "$root/var/run"
    mount --bind "$1/usr" "$root/usr"
    mount -o remount,bind,ro "$root/usr"
    for name in /*; do
        case $name in
            /bin | /sbin | /lib* | /usr | /etc | /opt | /run | /var | /proc | /boot | /lost+found) ;;
            *) [[ ! -d $name ]] || { mkdir -p "$root$name" && mount "$(bind_as "$name")" "$name" "$root$name"; } ;;
        esac
    done
    # Where temporary files lie in a folder that is another's above, such as /var/tmp.
    name=${TMPDIR:-/tmp}
    [[ -d $root$modern ]] || { mkdir -p "$root$name" && mount --bind "$name" "$root$name"; }
    # crun runs nothing where the second version of control groups is mounted beside the first.
    [[ ! -d $root/sys/fs/cgroup/unified ]] || umount "$root/sys/fs/cgroup/unified"
    mount -t proc proc "$root/proc"
    cd "$root"
    pivot_root . .outside
    umount -l /.outside
    export PATH=/usr/sbin:/usr/bin
    # It waits for the children that others leave behind; the engine does not.
    exec docker-init -- dockerd --config-file "$modern/daemon.json"
}

# What is mounted in these belongs to them; in other folders it is other engines' work.
bind_as() {
    case $1 in
        /dev | /sys) echo --rbind ;;
        *) echo --bind ;;
    esac
}

write_programs() {
    local name init
    init=$(<"$modern/init")
    for name in "${programs[@]}"; do
        cat >"$modern/bin/$name" <<END
#!/bin/sh
exec nsenter --target $init --mount --pid -- /usr/bin/env -C "\$PWD" PATH=/usr/sbin:/usr/bin PODMAN_IGNORE_CGROUPSV1_WARNING=1 \\
    CONTAINERS_CONF='$modern/containers/containers.conf' CONTAINERS_STORAGE_CONF='$modern/containers/storage.conf' \\
    CONTAINERS_REGISTRIES_CONF='$modern/containers/registries.conf' $name "\$@"
END
        chmod +x "$modern/bin/$name"
    done
}

answers() {
    [[ -s $modern/init && -S $modern/docker.sock ]] && write_programs && "$modern/bin/docker" --host "unix://$modern/docker.sock" version
}

start() {
    configure
    ip link add name "$bridge" type bridge
    ip address add 169.254.251.1/30 dev "$bridge"
    start_server "the newer engines" "$modern/pid" "$modern/dockerd.log" \
        unshare --mount --pid --fork --kill-child --propagation private "$here/modern.sh" become_engine "$1"
    await_server answers
}

# With its first process all others of a process name space are ended, and mounts that are nobody's any more go away.
stop() {
    if [[ -s $modern/pid ]]; then
        local init=''
        [[ ! -s $modern/init ]] || init=$(<"$modern/init")
        kill_server "$modern/pid" "$here/modern.sh"
        # Not for ever: of a checkout other than the one that started them it ends nothing.
        local tries=0
        while [[ $init ]] && is_server "$init" "$modern/daemon.json" && ((++tries < 3000)); do sleep 0.01; done
    fi
    ip link delete "$bridge" 2>/dev/null || true
}

case ${1-} in
    start) start "$2" ;;
    stop) stop ;;
    become_engine) become_engine "$2" ;;
    *) print_help "$here/modern.sh" >&2; exit 2 ;;
esac
