#!/usr/bin/env bash
# Makes the lab's .NET base images out of this machine's own .NET folders over a Debian root file system, and
# prints a registry data folder that holds them (to be used with `registry.sh start NAME --seed FOLDER`).
# Made once, then kept outside the checkout; a new version of .NET, Debian or this script makes it anew.
#
# They have the shape of Microsoft's images: the same repositories and tags, layer by layer the same split, the
# same environment, an `app` user. The chiseled ones have USER set, and no program but dotnet's own: no shell. Every tag is
# an index of linux/amd64 and a linux/arm64 twin (same layers: there to be chosen, not to be run), but for
# `dotnet/aspnet:10.0-single`, which is one manifest. Plain tags use Docker's media types, as Microsoft's do; chiseled ones
# use OCI's, so that both are met.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=mounts.sh
source "$here/mounts.sh"

cache=${CONTAINERIZE_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/containerize-lab}
dotnet_root=$(dirname "$(realpath "$(command -v dotnet)")")
machine_trust=/etc/ssl/certs/ca-certificates.crt

newest() { # of the 10.0 versions in this folder of the .NET root
    find "$dotnet_root/$1" -mindepth 1 -maxdepth 1 -name '10.0.*' -printf '%f\n' | sort -V | tail -n 1
}
runtime_version=$(newest shared/Microsoft.NETCore.App)
aspnet_version=$(newest shared/Microsoft.AspNetCore.App)
sdk_version=$(newest sdk)
debian=$(. /etc/os-release && echo "$VERSION_CODENAME")

key() {
    { cat "${BASH_SOURCE[0]}" "$machine_trust" /etc/debian_version; echo "$runtime_version $aspnet_version $sdk_version ${NUGET_CERT_REVOCATION_MODE-}"; } |
        sha256sum | cut -c1-16
}

# ---- Layers: each becomes $work/NAME.tar.gz and NAME.json (digest, size, diffID, and what made it).

seal() { # NAME CREATED_BY: compresses $work/NAME.tar
    local name=$1 created_by=$2 tar=$work/$1.tar diff_id
    diff_id=$(sha256sum <"$tar")
    gzip -n -3 "$tar"
    jq -n --arg by "$created_by" --arg diff "sha256:${diff_id%% *}" \
        --arg digest "sha256:$(sha256sum <"$tar.gz" | cut -d' ' -f1)" --argjson size "$(stat -c %s "$tar.gz")" \
        '{digest: $digest, size: $size, diffId: $diff, createdBy: $by}' >"$work/$name.json"
}

# As in Microsoft's images, apt is there and knows where packages come from, so that what a Dockerfile installs is installed.
# The files that the essential packages brought are the distribution's layer; what came after them is the layer of
# packages that .NET needs. A file's ctime tells them apart, since nothing can set it back.
operating_system_layers() {
    local root=$work/root stamp=$work/essential
    mmdebstrap --quiet --variant=apt --format=directory --essential-hook="touch '$stamp'" \
        --include=ca-certificates,libc6,libgcc-s1,libicu72,libssl3,libstdc++6,tzdata,zlib1g \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/zoneinfo/right/*' \
        "$debian" "$root" >&2
    # A restore inside a build has to trust what this machine trusts, a company's proxy included.
    cp "$machine_trust" "$root$machine_trust"

    (cd "$root" && find . \( -type d -o ! -cnewer "$stamp" \) -print0) | archive_tree os
    seal os "/bin/sh -c #(nop) ADD file:lab in /"
    (cd "$root" && find . -cnewer "$stamp" ! -type d -print0) | archive_tree deps
    seal deps "/bin/sh -c apt-get update && apt-get install -y --no-install-recommends ca-certificates libc6 libgcc-s1 libicu72 libssl3 libstdc++6 tzdata"

    chiseled_layers

    mkdir -p "$work/user/etc" "$work/user/home/app"
    (cat "$root/etc/passwd" && echo 'app:x:1654:1654::/home/app:/bin/sh') >"$work/user/etc/passwd"
    (cat "$root/etc/group" && echo 'app:x:1654:') >"$work/user/etc/group"
    chown 1654:1654 "$work/user/home/app"
    tar -C "$work/user" --numeric-owner --sort=name -cf "$work/user.tar" etc/passwd etc/group home/app
    seal user "/bin/sh -c groupadd --gid=\$APP_UID app && useradd --uid=\$APP_UID --gid=\$APP_UID --create-home app"
}

# As chiselled images are cut: libraries and what they read, and no program at all, so no shell and no package manager.
chiseled_layers() {
    package_files base-files ca-certificates libc6 libgcc-s1 libssl3 libstdc++6 zlib1g | archive_tree chiseled
    seal chiseled "/chisel cut --release ubuntu-24.04 base-files_base libc6_libs libgcc-s1_libs libssl3t64_libs libstdc++6_libs"
    package_files libicu72 tzdata | archive_tree extra
    seal extra "/chisel cut --release ubuntu-24.04 libicu74_libs tzdata_zoneinfo"
}

package_files() { # PACKAGE... -> their paths, and what their installation wrote, each ending in a zero byte
    {
        dpkg --root="$work/root" -L "$@" | sed -E 's,^/(bin|sbin|lib[0-9]*)(/|$),/usr/\1\2,'
        printf '/%s\n' bin sbin lib lib64 usr/lib64 etc/ssl/certs/ca-certificates.crt etc/nsswitch.conf
    } | grep -Ev '^/\.$|^/usr/s?bin/|^/usr/share/(bash-completion|lintian|bug|common-licenses)|/gconv(/|$)' | sort -u | while IFS= read -r path; do
        [[ ! -e $work/root$path && ! -L $work/root$path ]] || printf '.%s\0' "$path"
    done
}

archive_tree() { # NAME, the paths on standard input
    LC_ALL=C sort -z | tar -C "$work/root" --numeric-owner --no-recursion --null -T - -cf "$work/$1.tar"
}

dotnet_layers() {
    mkdir -p "$work/link/usr/bin"
    ln -s /usr/share/dotnet/dotnet "$work/link/usr/bin/dotnet"
    archive_dotnet runtime dotnet host LICENSE.txt ThirdPartyNotices.txt "shared/Microsoft.NETCore.App/$runtime_version"
    tar -C "$work/link" --owner=0 --group=0 -rf "$work/runtime.tar" usr/bin/dotnet
    seal runtime "COPY /dotnet /usr/share/dotnet # && ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet"
    archive_dotnet aspnet "shared/Microsoft.AspNetCore.App/$aspnet_version"
    seal aspnet "COPY /shared/Microsoft.AspNetCore.App /usr/share/dotnet/shared/Microsoft.AspNetCore.App"
    # Without what no build of ours reads, two fifths of it: every builder of every lab unpacks this.
    archive_dotnet sdk --exclude="sdk/$sdk_version/DotnetTools" --exclude="sdk/$sdk_version/TestHostNetFramework" --exclude='*.resources.dll' \
        "sdk/$sdk_version" packs sdk-manifests
    seal sdk "COPY /sdk /usr/share/dotnet/sdk"
}

archive_dotnet() { # NAME, options of tar and paths...
    local name=$1
    shift
    tar -C "$dotnet_root" --owner=0 --group=0 --sort=name --transform='flags=r;s,^,usr/share/dotnet/,' -cf "$work/$name.tar" "$@"
}

# ---- Images: put into the registry at $registry byte for byte, by the distribution API itself.

put_blob() { # REPOSITORY DIGEST FILE
    local url=http://$registry/v2/$1/blobs digest=$2 headers
    headers=$(curl -fsS -D - -o /dev/null -X POST "$url/uploads/?mount=$digest&from=$first_repository")
    [[ $headers != *' 201 Created'* ]] || return 0 # mounted from the first image, or there already
    curl -fsS -o /dev/null -T "$3" -H 'Content-Type: application/octet-stream' \
        "$(sed -n 's/^location: *\([^\r]*\).*/\1/Ip' <<<"$headers")&digest=$digest"
}

put_manifest() { # REPOSITORY REFERENCE MEDIA_TYPE FILE
    curl -fsS -o /dev/null -T "$4" -H "Content-Type: $3" "http://$registry/v2/$1/manifests/$2"
}

describe() { # FILE MEDIA_TYPE -> descriptor
    jq -cn --arg type "$2" --arg digest "sha256:$(sha256sum <"$1" | cut -d' ' -f1)" --argjson size "$(stat -c %s "$1")" \
        '{mediaType: $type, size: $size, digest: $digest}'
}

# put_image REPOSITORY TAG FAMILY LAYERS ENVIRONMENT [single]: FAMILY is debian or chiseled, ENVIRONMENT has NAME=value words.
put_image() {
    local repository=$1 tag=$2 family=$3 layers=$4 environment=$5 single=${6-}
    local manifest_type index_type config_type layer_type architecture descriptor children=() layer
    if [[ $family == chiseled ]]; then
        manifest_type=application/vnd.oci.image.manifest.v1+json index_type=application/vnd.oci.image.index.v1+json
        config_type=application/vnd.oci.image.config.v1+json layer_type=application/vnd.oci.image.layer.v1.tar+gzip
    else
        manifest_type=application/vnd.docker.distribution.manifest.v2+json index_type=application/vnd.docker.distribution.manifest.list.v2+json
        config_type=application/vnd.docker.container.image.v1+json layer_type=application/vnd.docker.image.rootfs.diff.tar.gzip
    fi

    : "${first_repository:=$repository}"
    for layer in $layers; do
        put_blob "$repository" "$(jq -r .digest "$work/$layer.json")" "$work/$layer.tar.gz"
    done
    # shellcheck disable=SC2086 # layer names are words
    (cd "$work" && printf '%s.json\0' $layers | xargs -0 jq -cs .) >"$work/layers"

    for architecture in amd64 arm64; do
        jq --arg architecture "$architecture" --arg family "$family" --arg created "$created" --arg environment "$environment" '{
            architecture: $architecture,
            config: ({Env: (["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"] + ($environment | split(" ")))}
                + if $family == "chiseled" then {User: "1654"} else {Cmd: ["/bin/bash"]} end),
            created: $created,
            history: [.[] | {created: $created, created_by: .createdBy}],
            os: "linux",
            rootfs: {type: "layers", diff_ids: [.[].diffId]}
        } + if $architecture == "arm64" then {variant: "v8"} else {} end' "$work/layers" >"$work/config"
        descriptor=$(describe "$work/config" "$config_type")
        put_blob "$repository" "$(jq -r .digest <<<"$descriptor")" "$work/config"

        jq --arg type "$manifest_type" --arg layer "$layer_type" --argjson config "$descriptor" '{
            schemaVersion: 2, mediaType: $type, config: $config,
            layers: [.[] | {mediaType: $layer, size, digest}]
        }' "$work/layers" >"$work/manifest"
        if [[ $single ]]; then
            put_manifest "$repository" "$tag" "$manifest_type" "$work/manifest"
            return
        fi
        descriptor=$(describe "$work/manifest" "$manifest_type")
        put_manifest "$repository" "$(jq -r .digest <<<"$descriptor")" "$manifest_type" "$work/manifest"
        children+=("$(jq -c --slurpfile config "$work/config" \
            '. + {platform: ($config[0] | {architecture, os} + if .variant then {variant} else {} end)}' <<<"$descriptor")")
    done

    printf '%s\n' "${children[@]}" | jq -s --arg type "$index_type" '{schemaVersion: 2, mediaType: $type, manifests: .}' >"$work/index"
    put_manifest "$repository" "$tag" "$index_type" "$work/index"
}

put_images() {
    local common='APP_UID=1654 ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true'
    local invariant='DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true' # the chiseled images without -extra have no ICU
    local runtime="DOTNET_VERSION=$runtime_version" aspnet="ASPNET_VERSION=$aspnet_version"
    local sdk="DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_NOLOGO=true DOTNET_SDK_VERSION=$sdk_version DOTNET_USE_POLLING_FILE_WATCHER=true NUGET_XMLDOC_MODE=skip"
    # Where nobody answers who revokes certificates, a restore in a build must not wait for them either: most of a minute, each.
    sdk+=${NUGET_CERT_REVOCATION_MODE:+ NUGET_CERT_REVOCATION_MODE=$NUGET_CERT_REVOCATION_MODE}
    # Counting calls to compile better later is lost on commands that live for seconds, and so are servers that outlive them: a third of a publish.
    sdk+=' DOTNET_TieredPGO=0 DOTNET_TC_CallCountingDelayMs=10000 DOTNET_PROCESSOR_COUNT=1 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false'
    local os='os deps user' cut='chiseled user' cut_extra='chiseled extra user'

    put_image dotnet/sdk 10.0 debian "$os runtime aspnet sdk" "${common/8080/} $runtime $aspnet $sdk"
    put_image dotnet/runtime-deps 10.0 debian "$os" "$common"
    put_image dotnet/runtime 10.0 debian "$os runtime" "$common $runtime"
    put_image dotnet/aspnet 10.0 debian "$os runtime aspnet" "$common $runtime $aspnet"
    put_image dotnet/aspnet 10.0-single debian "$os runtime aspnet" "$common $runtime $aspnet" single

    put_image dotnet/runtime-deps 10.0-noble-chiseled chiseled "$cut" "$common $invariant"
    put_image dotnet/runtime 10.0-noble-chiseled chiseled "$cut runtime" "$common $invariant $runtime"
    put_image dotnet/aspnet 10.0-noble-chiseled chiseled "$cut runtime aspnet" "$common $invariant $runtime $aspnet"
    put_image dotnet/runtime-deps 10.0-noble-chiseled-extra chiseled "$cut_extra" "$common"
    put_image dotnet/runtime 10.0-noble-chiseled-extra chiseled "$cut_extra runtime" "$common $runtime"
    put_image dotnet/aspnet 10.0-noble-chiseled-extra chiseled "$cut_extra runtime aspnet" "$common $runtime $aspnet"
}

# ---- The cache: one folder, one registry's data per key, one maker at a time.

make() {
    work=$(mktemp -d "$cache/making.XXXXXX")
    created=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    export LAB_RUN=$work
    trap '"$here/registry.sh" stop seed || true; remove_folders "$work"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM

    echo "Making the base images from .NET $runtime_version and Debian $debian: once, about a minute" >&2
    dotnet_layers &
    operating_system_layers
    wait $!

    "$here/registry.sh" start seed
    registry=$(<"$work/seed/address")
    put_images
    "$here/registry.sh" stop seed
    # Other keys are out of date, and other making.* were left by something that was killed.
    local old
    mapfile -d '' old < <(find "$cache" -mindepth 1 -maxdepth 1 -type d -regex '.*/\(making\..*\|[0-9a-f]+\)' ! -path "$work" -print0)
    remove_folders "${old[@]}"
    mv "$work/seed/data" "$1"
}

mkdir -p "$cache"
product=$cache/$(key)
exec 9>"$cache/lock"
flock 9
if [[ ! -d $product ]]; then
    (make "$product") 9>&- # the lock is this process's alone; no child can outlive it holding it
fi
echo "$product"
