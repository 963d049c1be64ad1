# Sourced by the scripts beside it: parts of a cache that are built once, and that say why when they cannot be built.
#
# A part is whole when its mark CACHE/PART.done holds the digest of what made it: the scripts, and the marks of the parts
# that it was built from. All is made in the folder CACHE/work.PART and moved to its place when it is whole. So a run that
# was killed leaves nothing that the next one believes, and a changed script builds anew. Scripts work one after another.
set -Eeuo pipefail
script=$0
scripts=$(cd "$(dirname "$0")" && pwd)

# build_once CACHE PART [PART…]: ends the script when PART is there, made from the other parts as they are now.
# Otherwise goes on in $work; what is printed from here on goes to CACHE/PART.log, its last lines to the user on a failure.
build_once() {
    mkdir -p "$1"
    cache=$(realpath "$1") part=$2 made='' failed='it was ended'
    work=$cache/work.$part
    exec 9>"$cache/lock"
    flock 9
    local needed marks=''
    for needed in "${@:3}"; do
        [ -e "$cache/$needed.done" ] || { echo "$script: $cache has no $needed; build it first" >&2; exit 1; }
        marks+=$(cat "$cache/$needed.done")
    done
    recipe=$({ echo "$part $marks" && cat "$script" "$scripts/once.sh" "$scripts"/*.py; } | sha256sum | cut -d' ' -f1)
    if [ -e "$cache/$part.done" ] && [ "$(cat "$cache/$part.done")" = "$recipe" ]; then exit 0; fi
    rm -f "$cache/$part.done"
    exec 3>&2 >"$cache/$part.log" 2>&1
    trap 'failed="line $LINENO, $BASH_COMMAND, status $?"' ERR
    trap ended EXIT
    discard
    mkdir "$work"
}

# whole FILE…: moves what was made to its place, and marks the part.
whole() {
    local file
    release
    for file in "$@"; do
        rm -rf --one-file-system "${cache:?}/$file"
        mv "$work/$file" "$cache/$file"
    done
    echo "$recipe" >"$work/mark"
    mv "$work/mark" "$cache/$part.done"
    made=1
}

# Unmounts what is mounted in $work, and detaches the loop devices of files in it.
release() {
    local place device file
    while read -r _ place _; do
        case $place in "$work"/*) umount "$place" ;; esac
    done < <(tac /proc/self/mounts)
    while read -r device file; do
        case $file in "$work"/*) losetup -d "$device" ;; esac
    done < <(losetup --list --noheadings --output NAME,BACK-FILE)
}

discard() {
    release
    rm -rf --one-file-system "$work"
}

ended() {
    trap - ERR
    set +e
    [ -n "$made" ] || {
        tail -n 15 "$cache/$part.log"
        echo "$script: $part was not built: ${failed:0:400}; see $cache/$part.log"
    } >&3
    discard
}
