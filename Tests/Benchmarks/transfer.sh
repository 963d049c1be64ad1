#!/usr/bin/env bash
# The transfer's speed figures beside its peers, on this machine, from one run. Needs root, nbdkit, libnbd-bin, qemu-utils,
# openssh-server, GNU time. Build first: swift build -c release --product p2v && swift build -c release --product p2v-source
#   Tests/Benchmarks/transfer.sh [GiB used, default 1] [rounds, default 3] [percent in use, default 25]
# With a percentage only the first part runs: the server's disk of four times the size, of which so much is in use.
#   P2V_BIN_FOLDER  where p2v and p2v-source are (default .build/release)
# p2v ends when the image is on the disk; the peers are told to do the same, except where the line says "not flushed".
# Everything happens under $TMPDIR (default /var/tmp); the page cache is dropped before each measurement.
set -euo pipefail
cd "$(dirname "$0")/../.."
used=${1:-1} rounds=${2:-3} percent=${3:-25}
bin=${P2V_BIN_FOLDER:-$PWD/.build/release}
. Tests/Benchmarks/needs.sh
needs nbdkit=nbdkit nbdcopy=libnbd-bin qemu-img=qemu-utils sshd=openssh-server time=time openssl=openssl python3=python3
needs_built "$bin/p2v" "$bin/p2v-source"
work=$(mktemp -d "${TMPDIR:-/var/tmp}/p2v-bench.XXXXXX")
loop=
trap 'kill $(cat "$work"/*.pid 2>/dev/null) 2>/dev/null || true; [ -z "$loop" ] || losetup -d "$loop"; rm -rf "$work"' EXIT
export P2V_SOURCE=$bin/p2v-source

# The disk's content leaves the memory; the programs of both sides are loaded again, so that the disk alone is cold.
drop() {
  sync; echo 3 >/proc/sys/vm/drop_caches
  local program
  for program in "$bin/p2v" "$bin/p2v-source" nbdcopy nbdkit qemu-img ssh; do "$program" --version >/dev/null 2>&1 || true; done
}
# median NAME COMMAND: runs it `rounds` times, prints the median in seconds.
median() {
  local name=$1 times=() i
  shift
  for ((i = 0; i < rounds; i++)); do
    rm -f "$work"/out*; drop
    /usr/bin/time -f %e -o "$work/time" "$@" >"$work/said" 2>"$work/err" || { echo "failed: $*" >&2; tail -n 5 "$work/said" "$work/err" >&2; exit 1; }
    times+=("$(tail -n 1 "$work/time")")
  done
  last=$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((rounds + 1) / 2))p")
  printf '%-52s %8s s   (%s)\n' "$name" "$last" "${times[*]}"
}
ratio() { awk -v n="$1" -v a="$2" -v b="$3" 'BEGIN { printf "  %s: %.2f\n", n, a / b }'; }

echo "== a disk of $((used * 4)) GiB with $used GiB used, scattered in pieces of 1 to 8 MiB"
truncate -s $((used * 4))G "$work/disk"
python3 - "$work/disk" "$used" <<'PY'
import os, random, sys
random.seed(5)
path, used = sys.argv[1], int(sys.argv[2]) << 30
size, done, at = used * 4, 0, 0
with open(path, "r+b") as disk:
    while done < used and at < size:
        piece = min(random.randint(1, 8) << 20, used - done, size - at)
        disk.seek(at); disk.write(os.urandom(piece)); done += piece
        at += piece * random.choice([2, 3, 5, 6])
    print(f"{done >> 20} MiB written up to {at >> 30} GiB")
PY

# A server's disk: a block device, written to all over in its life, with a file system of which a part is in use.
echo "== a server's disk of $((used * 4)) GiB: every block was written once, an ext4 uses $percent % of it, scattered"
wanted=$((used * 4096 * percent / 100)) gap=$((percent > 25 ? 2 : 8))M files=$((used * (percent > 25 ? 256 : 128)))
openssl enc -aes-128-ctr -nosalt -K 00 -iv 00 -in /dev/zero 2>/dev/null | head -c $((used * 4))G >"$work/server" || true
mke2fs -q -F -t ext4 -E nodiscard "$work/server"
mkdir "$work/mnt"; mount -o loop,nodiscard "$work/server" "$work/mnt"
for i in $(seq $files); do head -c 16M "$work/disk" >"$work/mnt/keep$i"; head -c $gap "$work/disk" >"$work/mnt/drop$i"; done 2>/dev/null || true
sync; find "$work/mnt" -name 'drop*' -delete; i=$files
while [ "$(df --output=used -B1M "$work/mnt" | tail -1)" -gt "$wanted" ] && [ $i -gt 0 ]; do rm -f "$work/mnt/keep$i"; i=$((i - 2)); [ $i -gt 0 ] || break; done
bytes=$(df --output=used -B1 "$work/mnt" | tail -1)
umount "$work/mnt"; loop=$(losetup --find --show --read-only "$work/server")
echo "$((bytes >> 20)) MiB in use on $loop"

echo "== an sshd of its own"
ssh-keygen -q -t ed25519 -N '' -f "$work/host"; ssh-keygen -q -t ed25519 -N '' -f "$work/user"
mkdir -p /run/sshd; cp "$work/user.pub" "$work/authorized"
cat >"$work/sshd" <<CONF
Port 10522
ListenAddress 127.0.0.1
HostKey $work/host
AuthorizedKeysFile $work/authorized
StrictModes no
UsePAM no
PidFile $work/sshd.pid
CONF
/usr/sbin/sshd -f "$work/sshd"
cat >"$work/ssh" <<CONF
Host bench
  HostName 127.0.0.1
  Port 10522
  User root
  IdentityFile $work/user
  IdentitiesOnly yes
  UserKnownHostsFile $work/known
  StrictHostKeyChecking accept-new
  Ciphers aes128-gcm@openssh.com
CONF
ssh -F "$work/ssh" bench true

echo "== 1. full copy over ssh"
median "p2v copy (without the proof)" "$bin/p2v" copy ssh://root@bench"$loop" "$work/out.raw" --ssh-config "$work/ssh" --skip-verify
p2v=$last
median "p2v copy with its proof" "$bin/p2v" copy ssh://root@bench"$loop" "$work/out.raw" --ssh-config "$work/ssh"
grep -o '[0-9]* samples.*' "$work/said" | sed 's/^/    /' || true
ratio "with the proof / without" "$last" "$p2v"
# virt-p2v's transport: an nbdkit on the server, its port forwarded by ssh, nbdcopy here.
cat >"$work/virt-p2v" <<SH
ssh -F "$work/ssh" -L 127.0.0.1:10809:127.0.0.1:10810 bench "exec nbdkit -f --exit-with-parent -i 127.0.0.1 -p 10810 -r file '$loop'" &
pid=\$!
for i in \$(seq 100); do nbdinfo --size nbd://127.0.0.1:10809 >/dev/null 2>&1 && break; sleep 0.1; done
nbdcopy --flush nbd://127.0.0.1:10809 "$work/out.nbdcopy"; status=\$?
kill \$pid; ssh -F "$work/ssh" bench "pkill -f 'nbdkit -f --exit-with-parent -i 127.0.0.1 -p 10810'"; exit \$status
SH
truncate -s $((used * 4))G "$work/out.nbdcopy"
median "nbdkit + ssh + nbdcopy (virt-p2v's transport)" bash "$work/virt-p2v"
peer=$last
head -c "$bytes" /dev/urandom >"$work/solid"
median "ssh host cat of the used bytes, not flushed" bash -c "ssh -F '$work/ssh' bench cat '$work/solid' >'$work/out.cat'"
median "ssh host cat of the used bytes" bash -c "ssh -F '$work/ssh' bench cat '$work/solid' >'$work/out.cat' && sync '$work/out.cat'"
ratio "p2v / virt-p2v's transport (at most 0.5)" "$p2v" "$peer"
ratio "p2v / ssh cat (at most 1.1)" "$p2v" "$last"
rm -f "$work/solid"; losetup -d "$loop"; loop=; rm -f "$work/server"
[ -z "${3:-}" ] || exit 0

echo "== 2. local copies"
median "p2v copy raw → raw" "$bin/p2v" copy "$work/disk" "$work/out.raw" --skip-verify
a=$last
median "nbdcopy raw → raw, not flushed" bash -c "truncate -s $((used * 4))G '$work/out.nbd' && nbdcopy -- [ nbdkit -r --exit-with-parent file '$work/disk' ] '$work/out.nbd'"
median "nbdcopy raw → raw" bash -c "truncate -s $((used * 4))G '$work/out.nbd' && nbdcopy --flush -- [ nbdkit -r --exit-with-parent file '$work/disk' ] '$work/out.nbd'"
ratio "p2v / nbdcopy (at most 1)" "$a" "$last"
median "p2v copy raw → qcow2" "$bin/p2v" copy "$work/disk" "$work/out.qcow2" --skip-verify
a=$last
median "qemu-img convert -m 16 -W raw → qcow2, not flushed" qemu-img convert -m 16 -W -f raw -O qcow2 "$work/disk" "$work/out.convert"
median "qemu-img convert -m 16 -W raw → qcow2" qemu-img convert -m 16 -W -t writeback -f raw -O qcow2 "$work/disk" "$work/out.convert"
ratio "p2v / qemu-img convert (at most 1)" "$a" "$last"
median "p2v copy raw → vhd" "$bin/p2v" copy "$work/disk" "$work/out.vhd" --skip-verify

# took COMMAND: seconds of one run, with a cold disk.
took() {
  local start end
  drop; start=$(date +%s.%N)
  "$@" >"$work/said" 2>&1 || { echo "failed: $*" >&2; tail -n 5 "$work/said" >&2; return 1; }
  end=$(date +%s.%N); awk -v a="$start" -v b="$end" 'BEGIN { print b - a }'
}

echo "== 3. second pass after 1 % of the blocks changed, by digests"
rm -f "$work"/out*
head -c 1M /dev/urandom >"$work/small"
took "$bin/p2v" sync "$work/small" "$work/warm.small" >/dev/null
took "$bin/p2v" sync "$work/disk" "$work/warm.raw" >/dev/null
change() {
  python3 - "$work/disk" "$1" <<'PY'
import os, random, sys
random.seed(int(sys.argv[2]))
size = os.path.getsize(sys.argv[1])
with open(sys.argv[1], "r+b") as disk:
    for _ in range(size // 4096 // 100 // 256):
        disk.seek(random.randrange(size >> 20) << 20); disk.write(os.urandom(1 << 20))
PY
}
middle() { printf '%s\n' "$@" | sort -n | sed -n "$(((rounds + 1) / 2))p"; }
dds=() passes=() starts=()
for ((i = 0; i < rounds; i++)); do
  change $((60 + i))
  dds+=("$(took dd if="$work/disk" of=/dev/null bs=1M iflag=direct status=none)")
  passes+=("$(took "$bin/p2v" sync "$work/disk" "$work/warm.raw")")
  starts+=("$(took "$bin/p2v" sync "$work/small" "$work/warm.small")")
done
dd=$(middle "${dds[@]}") ours=$(middle "${passes[@]}") start=$(middle "${starts[@]}")
echo "dd of the whole disk $dd s; the second pass $ours s, of which a pass over 1 MiB takes $start s: the programs' start"
ratio "speed beside dd, with the start" "$dd" "$ours"
ratio "speed beside dd (at least 0.8)" "$dd" "$(awk -v a="$ours" -v b="$start" 'BEGIN { print a - b }')"

echo "== 4. memory, and throughput by disk size (64 MiB of data at each quarter)"
rm -f "$work"/warm* "$work"/out*
for gib in 1 4 16 64; do
  rm -f "$work/sparse"; truncate -s ${gib}G "$work/sparse"
  for quarter in 0 1 2 3; do
    dd if=/dev/urandom of="$work/sparse" bs=1M count=64 seek=$((quarter * gib * 256)) conv=notrunc status=none
  done
  drop
  /usr/bin/time -f "$gib GiB: %e s, p2v at most %M KiB" "$bin/p2v" copy "$work/sparse" "$work/out.raw" --skip-verify 2>&1 >/dev/null | tail -1
  rm -f "$work"/out*
done
rm -f "$work/sparse"; truncate -s 16T "$work/huge" 2>/dev/null || truncate -s 15T "$work/huge"
/usr/bin/time -f "p2v-source with a sparse disk of $(($(stat -c %s "$work/huge") >> 40)) TiB: at most %M KiB" \
  "$bin/p2v-source" size "$work/huge" 2>&1 | tail -1
/usr/bin/time -f "serving it, with the client's own: at most %M KiB" \
  nbdinfo --map --totals -- [ "$bin/p2v-source" serve "$work/huge" ] 2>&1 >/dev/null | tail -1
