#!/usr/bin/env bash
# Sourced. What runs as root in a folder mounts things in it, and what is killed leaves them there.

# unmount_below FOLDER: everything that is mounted in it.
unmount_below() {
    local mount
    awk -v under="$1/" 'index($2, under) == 1 {print $2}' /proc/mounts | sort -r | while read -r mount; do
        umount -l "$mount" || true
    done
}

# remove_folders FOLDER...: with what is mounted in them left alone, the machine's own /sys and /dev among it.
remove_folders() {
    local folder
    for folder in "$@"; do
        unmount_below "$folder"
        rm -rf --one-file-system "$folder"
    done
}
