#!/usr/bin/env bash
# What each command says of a pool that cannot be seen, as a table in Markdown: exit code, seconds, words, numbers for
# Prometheus. As root, with the lab up (p2v lab up --no-server) and nothing else running; about ten minutes.
#   blind-pool.sh [SITUATION...]      seen one-away all-away sr-silent sr-replaced store-broken files-broken
# P2V names the program (default: p2v on PATH); P2V_LAB_CACHE the lab.
# Ends with 1 where anything but the pool that is seen is called good: a look that ends with 0, or a night that is well.
set -uo pipefail
p2v=$(realpath "$(command -v "${P2V:-p2v}")")
. "$(dirname "$0")/needs.sh"
needs virsh=libvirt-clients curl=curl
needs_built "$p2v"
needs_lab "$p2v"
work=$(mktemp -d)
vm=seen1
bad=0
all=(seen one-away all-away sr-silent sr-replaced store-broken files-broken)
situations=("$@")
[ $# -gt 0 ] || situations=("${all[@]}")

declare -A node
while read -r name pid; do node[$name]=$pid; done < <("$p2v" lab status --json |
    tr -d '\n' | grep -o '"name" : "[a-z0-9]*", *"pid" : [0-9]*' | sed 's/"name" : "\([^"]*\)", *"pid" : /\1 /')
console() { "$p2v" lab exec "$@"; }
on() { nsenter --target "${node[$1]}" --net --mount --uts --pid -- "${@:2}"; }
cable() { on "$1" ip link set eth0 "$2"; }
# The NFS server is started anew by the lab when it ends.
server_serves() {
    on nfs1 pkill -KILL ganesha
    for ((i = 0; i < 120; i++)); do
        sleep 0.5
        # qemu-img fails on a file that is not there, which is the answer of a server that serves.
        (timeout 5 "$p2v" lab exec qemu-img info nfs://nfs1/sr/.probe 2>&1 || true) | grep -q NOENT && return
    done
}
export_path() {
    on nfs1 sh -c 'tr "\0" "\n" <"/proc/$(pgrep -o ganesha)/cmdline" | sed -n "/^-f\$/{n;p}" | xargs sed -n "s/^ *Path = \"\(.*\)\";/\1/p"'
}

break_it() {
    case $1 in
    one-away) cable hosta down ;;
    all-away) cable hosta down && cable hostb down ;;
    sr-silent) on nfs1 pkill -STOP ganesha ;;
    sr-replaced)
        sr=$(export_path)
        mkdir -p "$work/empty" && on nfs1 mount --bind "$work/empty" "$sr" && server_serves
        ;;
    store-broken) head -c 65536 /dev/urandom >"$work/store.sqlite" && rm -f "$work"/store.sqlite-* ;;
    files-broken) printf 'format: p2v-pool/1\nname: x\n  kind: [xapi\n' >"$work/pool.yaml" ;;
    esac
}
heal() {
    case $1 in
    one-away) cable hosta up ;;
    all-away) cable hosta up && cable hostb up ;;
    sr-silent) on nfs1 pkill -CONT ganesha ;;
    sr-replaced) on nfs1 umount "$sr" && server_serves ;;
    store-broken) cp "$work/good.sqlite" "$work/store.sqlite" ;;
    files-broken) console sh -c 'cat "$P2V_POOL"' >"$work/pool.yaml" ;;
    esac
    sleep 2
}
trap 'for s in one-away sr-silent; do heal $s; done >/dev/null 2>&1; on hostb ip link set eth0 up 2>/dev/null
    "$p2v" lab guest --remove $vm >/dev/null 2>&1; rm -rf "$work"' EXIT

# The pool file names its announcers and keys by whole paths: a copy elsewhere is as good.
console sh -c 'cat "$P2V_POOL"' >"$work/pool.yaml"
files=(--store "$work/store.sqlite" --pool "$work/pool.yaml")
"$p2v" lab guest --remove $vm >/dev/null 2>&1
"$p2v" lab guest $vm --ip 10.77.0.92 >/dev/null || exit 1
# What was seen once: the host's page, the place's mark.
console "$p2v" rebalance --apply --window 1 "${files[@]}" >/dev/null 2>&1
cp "$work/store.sqlite" "$work/good.sqlite"

words() { # what p2v complains of, or the last line of the answer and what "next:" belongs to; on one line
    { grep -q '^p2v: ' "$work/err" && sed -n '/^p2v: /,$p' "$work/err" || tail -n 2 "$work/out" |
        awk '{ l[NR] = $0 } END { print (l[NR] ~ /^ *next: / ? l[NR - 1] : "") l[NR] }'; } | tr '\n' ' ' |
        sed "s|$work|FOLDER|g; s/|/\\\\|/g; s/  */ /g" | cut -c 1-400
}
row() { # SITUATION WORDS-OF-THE-COMMAND...
    local code began=$EPOCHREALTIME
    timeout -k 5 150 "$p2v" lab exec "$p2v" "${@:2}" "${files[@]}" >"$work/out" 2>"$work/err"
    code=$?
    local seconds
    seconds=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
    echo "| $1 | \`${*:2}\` | $code | $seconds | $(words) |" | sed "s|$work|FOLDER|g"
    # A command that did not end within its limit said nothing at all.
    if [ $code = 124 ] || [ $code = 137 ]; then bad=1; fi
    case $1/$2 in
    seen/* | files-broken/doctor | */evacuate | */migrate) ;;
    *) [ $code != 0 ] || { echo "$1: $2 ends with 0" >&2; bad=1; } ;;
    esac
}
# Numbers that tell good from bad; those that are not there are not told.
numbers() {
    local name
    for name in nightly_ok pool_survives_host_loss observation_failures; do
        sed -n "s/^p2v_\($name\) \(.*\)\.0$/\1 \2/p" "$1"
    done | paste -sd, | sed 's/,/, /g'
}
age() { awk '$1 == "p2v_observed_seconds" { print (systime() - $2 < 30) ? "of now" : "old" }' "$1"; }
serve() { # SITUATION
    : >"$work/page"
    timeout -k 5 100 "$p2v" lab exec "$p2v" serve --interval 2 --listen 127.0.0.1:9179 "${files[@]}" >"$work/out" 2>"$work/err" &
    local watch=$! code
    # The first page says that nothing was seen yet: the page after the first look, which a silent server holds up.
    for ((i = 0; i < 70; i++)); do
        sleep 1
        console curl -s --max-time 3 http://127.0.0.1:9179/metrics >"$work/page" 2>/dev/null
        grep -q '^p2v_last_success_seconds\|^p2v_observation_failures [1-9]' "$work/page" && break
        kill -0 $watch 2>/dev/null || break
    done
    console pkill -INT -f '[s]erve --interval 2 --listen 127.0.0.1:9179'
    wait $watch
    code=$?
    local seen
    seen=$(numbers "$work/page")
    echo "| $1 | \`serve\` | $code | | ${seen:-no page}; $(words) |"
    if [ "$1" != seen ] && grep -q '^p2v_pool_survives_host_loss 1' "$work/page"; then
        echo "$1: serve says that a loss is survived" >&2
        bad=1
    fi
}
night() { # SITUATION
    rm -rf "$work/reports" "$work/p2v.prom"
    row "$1" nightly run --window 1 --reports "$work/reports" --metrics "$work/p2v.prom"
    echo "| $1 | its numbers, its report | | | $(numbers "$work/p2v.prom"); $(ls "$work/reports" 2>/dev/null | grep -c json) report |"
    case $1 in
    seen) grep -q '^p2v_nightly_ok 1' "$work/p2v.prom" || bad=1 ;;
    *) grep -q '^p2v_nightly_ok 0' "$work/p2v.prom" || { echo "$1: the night is not called bad" >&2; bad=1; } ;;
    esac
}

echo '| situation | command | exit | s | what it says |'
echo '|---|---|---|---|---|'
for situation in "${situations[@]}"; do
    break_it "$situation"
    row "$situation" pool
    row "$situation" pool --failures 1
    row "$situation" doctor
    row "$situation" rebalance --window 1
    night "$situation"
    row "$situation" evacuate hosta --window 1 --dry-run
    row "$situation" migrate $vm --to hostb --dry-run
    row "$situation" recover hosta --window 1
    serve "$situation"
    heal "$situation"
done
exit $bad
