#!/bin/bash
# network-parsers.sh: gives the network files that p2v writes to the programs that read them: NetworkManager, netplan,
# ifupdown, systemd-networkd, udev. Each is unpacked from Debian's packages into a scratch folder; nothing is installed.
# Run from the project's root after `swift build --build-tests`; needs root (namespaces) and apt.
set -eu
work=$(mktemp -d /var/tmp/p2v-parsers.XXXXXX)
trap 'rm -rf "$work"' EXIT
files=$work/files root=$work/root pass=0 fail=0
mkdir -p "$files" "$root" "$work/debs"
P2V_NETWORK_FILES=$files .build/debug/p2vPackageTests.xctest --testing-library swift-testing --no-parallel \
    --filter NetworkFilesTests >"$work/test.log" 2>&1 || { tail -20 "$work/test.log"; exit 1; }
say() { if [ "$1" = 0 ]; then pass=$((pass + 1)); echo "accepted: $2"; else fail=$((fail + 1)); echo "REFUSED:  $2"; sed 's/^/    /' "$work/out" | head -5; fi; }

(cd "$work/debs" && apt-get download -q network-manager libnm0 libjansson4 libndp0 libteamdctl0 libmm-glib0 libpolkit-agent-1-0 \
    libpolkit-gobject-1-0 libbluetooth3 libcurl3-gnutls libpsl5 libnss3 libnspr4 libreadline8 libaudit1 libselinux1 netplan.io \
    libnetplan0 libyaml-0-2 ifupdown >"$work/apt.log" 2>&1) || { tail -5 "$work/apt.log"; exit 1; }
for deb in "$work"/debs/*.deb; do dpkg -x "$deb" "$root"; done
libraries=$root/usr/lib/x86_64-linux-gnu:$root/lib/x86_64-linux-gnu:$root/usr/lib/x86_64-linux-gnu/NetworkManager/$(ls "$root/usr/lib/x86_64-linux-gnu/NetworkManager" | grep '^[0-9]' | head -1)

# nmcli(1), --offline: reads a keyfile, verifies it, and writes it again.
for file in "$files"/etc/NetworkManager/system-connections/*.nmconnection; do
    LD_LIBRARY_PATH=$libraries "$root/usr/bin/nmcli" --offline connection modify connection.autoconnect yes <"$file" >"$work/out" 2>&1 && s=0 || s=$?
    say $s "nmcli: ${file##*/}"
done
# What the check is worth: the mode with an option that only LACP takes has to be refused.
sed 's/^# p2v: lacp_rate/lacp_rate/' "$files/etc/NetworkManager/system-connections/bond0.nmconnection" >"$work/bad"
if LD_LIBRARY_PATH=$libraries "$root/usr/bin/nmcli" --offline connection modify connection.autoconnect yes <"$work/bad" >"$work/out" 2>&1; then
    echo "note: nmcli accepts lacp_rate beside active-backup"
else echo "note: nmcli refuses lacp_rate beside active-backup, as it should"; fi

mkdir -p "$work/plan/etc" && cp -r "$files/etc/netplan" "$work/plan/etc/"
generator=$(find "$root" -path '*netplan/generate' -type f | head -1)
LD_LIBRARY_PATH=$libraries "$generator" --root-dir "$work/plan" >"$work/out" 2>&1 && s=0 || s=$?
[ -f "$work/plan/run/systemd/network/10-netplan-bond0.netdev" ] || s=1
say $s "netplan generate: 01.yaml"

for bond in bond0 bond1; do
    "$root/sbin/ifquery" -i "$files/etc/network/interfaces" $bond >"$work/out" 2>&1 && s=0 || s=$?
    grep -q 'active-backup' "$work/out" || s=1
    say $s "ifquery: $bond"
done

# systemd-networkd and udev say on their error output which line they do not understand.
cat >"$work/inside.sh" <<'X'
mount -t tmpfs none /etc/systemd/network && mount -t tmpfs none /run
cp "$1"/etc/systemd/network/* /etc/systemd/network/ && chmod 644 /etc/systemd/network/*
ip link add enp3s0 type dummy; ip link add eno1 type dummy; ip link add eno2 type dummy
SYSTEMD_LOG_LEVEL=info timeout 6 /lib/systemd/systemd-networkd 2>&1 | head -100
SYSTEMD_LOG_LEVEL=debug udevadm test-builtin net_setup_link /sys/class/net/lo 2>&1 | grep -E '/etc/systemd/network|[Uu]nknown|nvalid' || true
X
unshare -n -m bash "$work/inside.sh" "$files" >"$work/out" 2>&1 || true
grep -E "\.(network|netdev|link)" "$work/out" | grep -iE 'unknown|invalid|fail|ignoring' >"$work/bad" || true
mv "$work/bad" "$work/out.bad"; if [ -s "$work/out.bad" ]; then cp "$work/out.bad" "$work/out"; say 1 "networkd and udev"; else say 0 "networkd and udev: $(ls "$files"/etc/systemd/network | wc -l) files"; fi

# udev rules: one that is not understood is named with its line.
if [ -f "$files/etc/udev/rules.d/70-persistent-net.rules" ]; then
    grep -vqE '^(#.*|SUBSYSTEM=="net", ACTION=="add", DRIVERS=="\?\*", ATTR\{address\}=="[0-9a-f:]{17}", ATTR\{type\}=="1", NAME="[a-z0-9]+")$' \
        "$files/etc/udev/rules.d/70-persistent-net.rules" && s=1 || s=0
    cp "$files/etc/udev/rules.d/70-persistent-net.rules" "$work/out"
    say $s "udev rules: each line is of the known form (udev before 254 has no verifier)"
fi
echo "$pass accepted, $fail refused"
[ $fail = 0 ]
