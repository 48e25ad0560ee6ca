#!/usr/bin/env bash
# Shows what Containerize does, on a copy of samples/HelloWeb: publish, publish again, change a line, publish, run.
#
#   build/quickstart.sh                          on Debian as root: with a registry and an engine of its own, on loopback
#   build/quickstart.sh [--base-registry HOST]   anywhere else: into an archive, on a base image from mcr.microsoft.com
#                                                or HOST, and run by docker or podman if one of them answers
#   build/quickstart.sh --archive …              that second way, also on Debian as root
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source-path=SCRIPTDIR source=lab/lab.sh
source build/lab/lab.sh

archive='' base_registry=mcr.microsoft.com
while (($#)); do
    case $1 in
        --archive) archive=yes ;;
        --base-registry) base_registry=$2; shift ;;
        *) print_help build/quickstart.sh >&2; exit 2 ;;
    esac
    shift
done

# ---- Saying things

heading() {
    printf '\n\033[1m== %s\033[0m\n' "$*"
}

show() { # COMMAND...: says the command, without the lab's paths, and runs it
    local said=$*
    said=${said//$work/…}
    said=${said//--host unix:\/\/${LAB_RUN-}\/docker\/docker.sock /}
    printf '$ %s\n' "$said"
    "$@"
}

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

bytes() {
    awk -v n="$1" 'BEGIN { split("B kB MB GB", unit); i = 1; while (n >= 1000 && i < 4) { n /= 1000; i++ }
        printf(i == 1 ? "%d %s" : "%.1f %s", n, unit[i]) }'
}

# ---- What publishing gave, from the result file that it writes

result() { # FIELD, a path that jq knows
    jq -r "$1" "$app/obj/Release/net10.0/containerize/image.json"
}

layer_bytes_sent() {
    result .layerBytesSent
}

# ---- The steps

clean_up() {
    stop_container >/dev/null 2>&1 || true
    lab_down
    rm -rf "$work"
}

stop_container() {
    [[ $container ]] || return 0
    "${engine[@]}" rm -f "$container"
    # The lab's engine goes as a whole; somebody else's must not keep what was loaded into it.
    [[ ! $archive ]] || "${engine[@]}" rmi "$image"
    container=''
}

pack() {
    heading "Pack Containerize"
    show dotnet pack src/Containerize.Sdk -c Release -o build/packages -v quiet
    ls build/packages/*.nupkg
}

copy_sample() {
    heading "Copy the sample, as a project of yours would look"
    show cp -r samples/HelloWeb "$work/HelloWeb"
    find "$work/HelloWeb" \( -name bin -o -name obj \) -prune -exec rm -rf {} +
    cat >"$work/nuget.config" <<EOF
<configuration><packageSources><add key="containerize" value="$PWD/build/packages" /></packageSources></configuration>
EOF
    grep -n 'Containerize.Sdk' "$app/HelloWeb.csproj"
}

start_servers() {
    heading "Start a registry on this machine, with base images made from its own .NET"
    lab_registries_up
    registry=$(<"$LAB_RUN/registry/address")
    echo "registry on $registry: $(curl -fsS "http://$registry/v2/_catalog" | jq -r '.repositories | join(", ")')"
    target=(-p:ContainerRegistry="$registry" -p:ContainerRepository=helloweb -p:ContainerizeBaseRegistry="$registry")
    if "$lab_folder/engine.sh" start; then
        engine=(/usr/bin/docker --host "unix://$LAB_RUN/docker/docker.sock")
    fi
}

use_archive() {
    heading "No registry here: into an archive"
    echo "A registry of its own takes Debian and root. The image goes into an archive instead, and its base image comes from"
    echo "$base_registry, so this needs a way there."
    target=(-p:ContainerArchiveOutputPath="$work/helloweb.tar" -p:ContainerRepository=containerize-quickstart -p:ContainerizeBaseRegistry="$base_registry")
    local client
    for client in docker podman; do
        if "$client" info >/dev/null 2>&1; then
            engine=("$client")
            break
        fi
    done
}

publish() {
    printf '$ dotnet publish -p:ContainerImage=true %s\n' "${target[*]//$work/…}"
    local log=$work/publish.log
    (cd "$app" && dotnet publish -p:ContainerImage=true "${target[@]}") >"$log" 2>&1 || { cat "$log"; fail "dotnet publish"; }
    # What Containerize says starts with the image's digest.
    sed -n '/sha256:/,$p' "$log"
}

publish_first() {
    heading "Publish it as an image"
    publish
}

publish_unchanged() {
    heading "Publish it again"
    local digest
    digest=$(result .digest)
    publish
    [[ $(result .digest) == "$digest" ]] || fail "the same project gave another image: $(result .digest), not $digest"
    if [[ ! $archive ]]; then
        [[ $(layer_bytes_sent) == 0 ]] || fail "$(layer_bytes_sent) bytes of layers were sent for an unchanged project"
        echo "Same digest, 0 bytes of layers sent."
    else
        echo "Same digest."
    fi
}

publish_edited() {
    heading "Change a line and publish"
    sed -i.bak 's|^app.Run();|app.MapGet("/edited", () => "edited"); app.Run();|' "$app/Program.cs"
    ! diff "$app/Program.cs.bak" "$app/Program.cs" || fail "the edit found no line to change in Program.cs"
    publish
    if [[ ! $archive ]]; then
        (($(layer_bytes_sent) < 100000)) || fail "$(layer_bytes_sent) bytes of layers were sent for one line"
        echo "For one line: $(bytes "$(layer_bytes_sent)")."
    fi
}

run_image() {
    heading "Run it"
    if ((${#engine[@]} == 0)); then
        echo "No container engine answers here, so the image is not run."
        return
    fi

    local url
    if [[ $archive ]]; then
        image=containerize-quickstart:$(result '.tags[0]')
        show "${engine[@]}" load --input "$work/helloweb.tar"
        start_container --publish 127.0.0.1::8080 "$image"
        url=http://$("${engine[@]}" port "$container" 8080 | head -n 1)
    else
        image=$(result '.references[0]')
        show "${engine[@]}" pull --quiet "$image"
        # On the host's network and its loopback address, at a port that the app picks and says.
        start_container --network=host --env ASPNETCORE_HTTP_PORTS= --env ASPNETCORE_URLS=http://127.0.0.1:0 "$image"
        url=$(await listening) || fail "the app did not say where it listens: $("${engine[@]}" logs "$container" 2>&1)"
    fi
    await curl -fsS -o /dev/null "$url/" || fail "$url does not answer: $("${engine[@]}" logs "$container" 2>&1)"
    local path
    for path in / /edited; do
        echo "GET $url$path: $(curl -fsS -w ' (HTTP %{http_code})' "$url$path")"
    done
    stop_container >/dev/null
}

start_container() { # ARGUMENTS of run
    show "${engine[@]}" run --detach --cidfile "$work/container" "$@"
    container=$(<"$work/container")
}

listening() {
    local logs
    logs=$("${engine[@]}" logs "$container" 2>&1)
    grep -m1 -o 'http://127\.0\.0\.1:[1-9][0-9]*' <<<"$logs"
}

await() { # COMMAND...: until it succeeds, for 30 s
    local tries
    for ((tries = 0; tries < 150; tries++)); do
        "$@" 2>/dev/null && return
        sleep 0.2
    done
    return 1
}

# ---- Everything that it makes lies in two folders of its own: one here, one the lab's.

lab_supported || archive=yes
for tool in dotnet jq curl; do
    # Where there is a lab, it installs the rest, or says how to get .NET.
    [[ ! $archive ]] || command -v "$tool" >/dev/null || fail "$tool is needed, and not on PATH"
done
work=$(mktemp -d "${TMPDIR:-/tmp}/containerize-quickstart.XXXXXX")
app=$work/HelloWeb/HelloWeb engine=() container='' image='' target=()
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# No compiler server and no build node stays behind.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_NOLOGO=1

pack
# From here on: the package of this checkout stays out of your NuGet folder, and its layers out of your cache. Not before, or the
# checkout's own restore would point into a folder that is gone tomorrow. MSBuild reads properties from the environment too.
export NUGET_PACKAGES=$work/packages ContainerizeCacheDirectory=$work/cache
copy_sample
if [[ $archive ]]; then use_archive; else start_servers; fi
publish_first
publish_unchanged
publish_edited
run_image
heading "Done"
echo "Nothing is left running, and your checkout is as it was."
