#!/usr/bin/env bash
# adaptation.sh [RUNS] : p2v adapt against virt-v2v, on the same Debian image, in the same run; root, Debian 12.
#   apt-get install --no-install-recommends virt-v2v; with guestfs-tools what virt-v2v changed is listed too
#   swift build -c release --product p2v
#   P2V_BIN     the p2v to measure (default .build/release/p2v)
#   P2V_LAYOUTS where the images are kept (default /var/cache/p2v-layouts)
# Each run starts from an untouched copy. Wall seconds; then the ratio of the medians, and what each has changed.
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=${1:-3}
p2v=${P2V_BIN:-$PWD/.build/release/p2v}
cache=${P2V_LAYOUTS:-/var/cache/p2v-layouts}
. Tests/Benchmarks/needs.sh
needs virt-v2v=virt-v2v guestfish=libguestfs-tools mmdebstrap=mmdebstrap python3=python3
needs_built "$p2v"
export LIBGUESTFS_BACKEND=direct LIBGUESTFS_BACKEND_SETTINGS=force_tcg
bash Tests/Layouts/rootfs.sh "$cache"
bash Tests/Layouts/layout.sh "$cache" mbr
work=$(mktemp -d "${TMPDIR:-/var/tmp}/p2v-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
# Both use the same cached appliance; building it is not measured.
guestfish -a /dev/null run

seconds() { # NAME COMMAND…: wall time, also into a file
    local name=$1 began ended
    shift
    began=$(date +%s.%N)
    if ! "$@" >"$work/$name.out" 2>"$work/$name.err"; then
        echo "$name failed:" >&2
        tail -5 "$work/$name.err" >&2
        return 1
    fi
    ended=$(date +%s.%N)
    awk -v a="$began" -v b="$ended" 'BEGIN { printf "%.1f\n", b - a }' | tee -a "$work/$name.times"
}
fresh() { cp --sparse=always "$cache/mbr-0.img" "$work/disk.img"; }
median() { sort -n "$work/$1.times" | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

in_place=$(command -v virt-v2v-in-place || ls /usr/libexec/virt-v2v-in-place 2>/dev/null || true)
echo "machine: $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(virt-v2v --version)"
for run in $(seq "$runs"); do
    fresh
    took=$(seconds p2v "$p2v" adapt "$work/disk.img" --json)
    echo "run $run: p2v adapt $took"
    fresh
    mkdir -p "$work/out"
    took=$(seconds virt-v2v virt-v2v -i disk "$work/disk.img" -o local -os "$work/out")
    echo "run $run: virt-v2v $took"
    rm -rf "$work/out"
    if [ -n "$in_place" ]; then
        fresh
        took=$(seconds in-place "$in_place" -i disk "$work/disk.img")
        echo "run $run: virt-v2v-in-place $took"
    fi
done
echo "median: p2v $(median p2v) s, virt-v2v $(median virt-v2v) s, ratio $(awk -v a="$(median p2v)" -v b="$(median virt-v2v)" 'BEGIN { printf "%.2f", a / b }')"
echo "where p2v's time goes (last run):"
python3 -c 'import json, sys; r = json.load(open(sys.argv[1])); print("  " + ", ".join("%s %.1f s" % x for x in sorted(r["seconds"].items()))); print("p2v changed:"); [print("  " + c["id"] + " " + c["path"]) for c in r["changes"]]' "$work/p2v.out"
if [ -n "$in_place" ] && command -v virt-diff >/dev/null; then
    # Files of the guest that differ from the copy: - gone, + new, = changed. Its logs and caches are left out.
    echo "virt-v2v changed:"
    virt-diff --format=raw -a "$cache/mbr-0.img" --format=raw -A "$work/disk.img" |
        awk '/^[-+=] / && $2 != "d" {print "  " $1, $NF}' | grep -vE ' /(var/(log|cache|lib/dpkg/triggers)|run|tmp)/' || true
fi
echo "virt-v2v said:"
grep -E '^\[' "$work/virt-v2v.out" | sed 's/^/  /' || true
