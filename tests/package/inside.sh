#!/bin/sh
# Runs a command inside a root; every mount is gone when it ends.
# usage: inside.sh ROOT SHARED COMMAND [ARGUMENT...]; SHARED lies at the same place in both.
# READ_ONLY names a folder inside the root that nobody can write to, not even root.
set -eu
root=$1 shared=$2
shift 2
mkdir -p "$root$shared"
export INSIDE_ROOT="$root" INSIDE_SHARED="$shared"
exec unshare --mount --pid --fork --kill-child sh -c '
    set -eu
    mount --make-rprivate /
    mount --bind "$INSIDE_SHARED" "$INSIDE_ROOT$INSIDE_SHARED"
    mount -t proc proc "$INSIDE_ROOT/proc"
    mount -t tmpfs tmpfs "$INSIDE_ROOT/dev"
    for name in null zero random urandom full; do
        : >"$INSIDE_ROOT/dev/$name"
        mount --bind "/dev/$name" "$INSIDE_ROOT/dev/$name"
    done
    mkdir -p "$INSIDE_ROOT/dev/shm" "$INSIDE_ROOT/tmp/.X11-unix"
    mount -t tmpfs tmpfs "$INSIDE_ROOT/dev/shm"
    mount --bind /tmp/.X11-unix "$INSIDE_ROOT/tmp/.X11-unix"
    if [ -n "${READ_ONLY:-}" ]; then
        mount --bind "$INSIDE_ROOT$READ_ONLY" "$INSIDE_ROOT$READ_ONLY"
        mount -o remount,bind,ro "$INSIDE_ROOT$READ_ONLY"
    fi
    exec chroot "$INSIDE_ROOT" "$@"
' sh "$@"
