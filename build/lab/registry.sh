#!/usr/bin/env bash
# registry.sh start NAME [--auth] [--seed FOLDER]    a docker-registry on a free loopback port
# registry.sh stop NAME
# registry.sh kill NAME                              ends it at once, as a crash would
# registry.sh again NAME                             starts it again where it was, with what it had
#
# Everything lies in $LAB_RUN/NAME: address (host:port), access.log, registry.log, data/, and with --auth
# also password (the user is `lab`). --seed starts it on a copy of another registry's data folder.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=help.sh
source "$here/help.sh"
# shellcheck source-path=SCRIPTDIR source=process.sh
source "$here/process.sh"

seed_data() {
    local seed=$1/docker/registry/v2 data=$2/docker/registry/v2
    mkdir -p "$data"
    # A blob is never written twice, so a hard link is as good as a copy; a link file is rewritten in place.
    cp -al "$seed/blobs" "$data/" 2>/dev/null || cp -a --reflink=auto "$seed/blobs" "$data/"
    cp -a "$seed/repositories" "$data/"
}

write_config() {
    local folder=$1 auth=$2
    cat <<EOF
version: 0.1
log: { level: info, accesslog: { disabled: false } }
storage:
  filesystem: { rootdirectory: $folder/data }
  delete: { enabled: true }
http:
  addr: 127.0.0.1:0
  secret: $(random)
EOF
    if [[ $auth ]]; then
        echo "auth: { htpasswd: { realm: lab, path: $folder/htpasswd } }"
    fi
}

random() {
    od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

# The registry picks the port itself and says which: nobody can take it in between.
find_address() {
    local line
    line=$(grep -m1 -o 'listening on 127\.0\.0\.1:[0-9]*' "$1/registry.log") || return 1
    echo "${line##* }" >"$1/address"
}

start() {
    local name=$1 folder=$LAB_RUN/$1 auth='' seed=''
    shift
    while (($#)); do
        case $1 in
            --auth) auth=yes ;;
            --seed) seed=$2; shift ;;
            *) echo "registry.sh start: unknown option $1" >&2; exit 2 ;;
        esac
        shift
    done

    mkdir -p "$folder/data"
    [[ -z $seed ]] || seed_data "$seed" "$folder/data"
    if [[ $auth ]]; then
        (umask 077 && random >"$folder/password")
        # The lowest bcrypt cost: the registry checks it anew for each request.
        htpasswd -i -n -B -C 4 lab <"$folder/password" >"$folder/htpasswd"
    fi
    write_config "$folder" "$auth" >"$folder/config.yml"

    serve "$name"
    await_server find_address "$folder"
}

# Access lines go to its standard output, everything else to its standard error.
serve() {
    local folder=$LAB_RUN/$1
    SERVER_STDOUT=$folder/access.log start_server "$1" "$folder/pid" "$folder/registry.log" \
        docker-registry serve "$folder/config.yml"
}

again() {
    local address
    address=$(<"$LAB_RUN/$1/address")
    # The distribution's own way to override its configuration file.
    REGISTRY_HTTP_ADDR=$address serve "$1"
    await_server curl --silent --output /dev/null "http://$address/v2/"
}

case ${1-} in
    start) shift; start "$@" ;;
    stop) stop_server "$LAB_RUN/$2/pid" "$LAB_RUN/$2/config.yml" ;;
    kill) kill_server "$LAB_RUN/$2/pid" "$LAB_RUN/$2/config.yml" ;;
    again) again "$2" ;;
    *) print_help "$here/registry.sh" >&2; exit 2 ;;
esac
