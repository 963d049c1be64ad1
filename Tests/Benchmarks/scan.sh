#!/bin/bash
# Compares p2v scan with ansible's setup module, in one run, on this machine: one server, then many.
#
#   Tests/Benchmarks/scan.sh [PATH-OF-P2V] [SERVERS]
#
# Needs root, sshd, ansible and GNU time. One sshd with a key of its own stands for all servers: it listens on the
# loopback network, where every address of 127.77.0.0/16 is its own. Traffic stays on this machine.
set -euo pipefail
p2v=${1:-.build/release/p2v}
servers=${2:-200}
port=2987
. "$(dirname "$0")/needs.sh"
needs sshd=openssh-server ansible=ansible-core time=time
needs_built "$p2v"
work=$(mktemp -d)
trap 'kill "$(cat "$work/pid")" 2>/dev/null || true; rm -rf "$work"' EXIT

ssh-keygen -q -t ed25519 -N '' -f "$work/key"
ssh-keygen -q -t ed25519 -N '' -f "$work/host"
mkdir -p /run/sshd
/usr/sbin/sshd -f /dev/null -o Port=$port -o ListenAddress=0.0.0.0 -o HostKey="$work/host" -o StrictModes=no \
    -o AuthorizedKeysFile="$work/key.pub" -o PidFile="$work/pid" -o UsePAM=no -o MaxStartups=1000:30:2000 \
    -o Subsystem="sftp internal-sftp"
cat >"$work/config" <<END
Host 127.77.*
  Port $port
  User root
  IdentityFile $work/key
  IdentitiesOnly yes
  UserKnownHostsFile $work/known
  GlobalKnownHostsFile /dev/null
  LogLevel ERROR
END
export ANSIBLE_HOST_KEY_CHECKING=False ANSIBLE_SSH_ARGS="-F $work/config -o ControlMaster=auto -o ControlPersist=60s"
export ANSIBLE_SSH_CONTROL_PATH_DIR="$work/cp" ANSIBLE_PYTHON_INTERPRETER=/usr/bin/python3

hosts() { for ((i = 1; i <= $1; i++)); do echo "127.77.$((i / 250)).$((i % 250 + 1))"; done; }
seconds() { /usr/bin/time -f '%e %M' -o "$work/time" "$@" >"$work/out" 2>"$work/err" || { cat "$work/err" "$work/out" >&2; exit 1; }; cat "$work/time"; }
median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

scan() { seconds "$p2v" scan --json --accept-new --jobs "$1" --store "$work/store.sqlite" --ssh-config "$work/config" "${@:2}"; }
peer() { hosts "$2" >"$work/inventory"; seconds ansible -i "$work/inventory" all -m setup -f "$1"; }

one=$(hosts 1)
ssh -F "$work/config" -o StrictHostKeyChecking=accept-new "$one" true
bare=$(for _ in 1 2 3 4 5; do seconds ssh -F "$work/config" "$one" true; done | median)
mine=$(for _ in 1 2 3 4 5; do scan 1 "$one"; done | median)
cold=$(peer 1 1 | cut -d' ' -f1)
theirs=$(for _ in 1 2 3 4 5; do peer 1 1; done | median)
printf 'one server:   ssh true %s s, p2v scan %s s, ansible setup %s s (warm; first run %s s)\n' "$bare" "$mine" "$theirs" "$cold"

mapfile -t many < <(hosts "$servers")
read -r mineMany mineMemory < <(scan 50 "${many[@]}")
read -r theirMany theirMemory < <(peer 50 "$servers")
awk -v n="$servers" -v a="$mineMany" -v b="$theirMany" -v ma="$mineMemory" -v mb="$theirMemory" 'BEGIN {
    printf "%d servers:  p2v scan %.1f s, %.1f servers/s, %d MiB; ansible setup -f 50 %.1f s, %.1f servers/s, %d MiB; %.1f times\n",
        n, a, n / a, ma / 1024, b, n / b, mb / 1024, b / a }'
