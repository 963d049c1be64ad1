# Unpacks QEMU from bookworm-backports into FOLDER, without installing it. Arguments: FOLDER
# Under emulation, Debian 12's own QEMU 7.2 has damaged guests on live migration; 10 has not.
# The machine's own source is asked, with the backports suite added; apt's lists stay in FOLDER.
set -Eeuo pipefail
trap 'echo "unpack-qemu.sh, line $LINENO: $BASH_COMMAND: status $?" >&2' ERR
folder=$1
work=$folder.partial
rm -rf "$work" "$folder"
mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$work/debs"
uri=$(awk '/^URIs:/ { print $2; exit }' /etc/apt/sources.list.d/debian.sources 2>/dev/null || :)
[ -n "$uri" ] || uri=$(sed -n 's/^deb \(\[[^]]*\] \)\?\([^ ]*\) bookworm .*/\2/p' /etc/apt/sources.list 2>/dev/null | head -n 1)
[ -n "$uri" ] || { echo "no Debian source found in /etc/apt" >&2; exit 1; }
cat >"$work/apt/lab.sources" <<SOURCE
Types: deb
URIs: $uri
Suites: bookworm bookworm-backports
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCE
apt=(apt-get -q -o "Dir::Etc::sourcelist=$work/apt/lab.sources" -o Dir::Etc::sourceparts=/dev/null
    -o "Dir::State::lists=$work/apt/lists" -o "Dir::Cache=$work/apt/cache" -o APT::Sandbox::User=root
    -o Acquire::Languages=none)
"${apt[@]}" update
cd "$work/debs"
"${apt[@]}" download -t bookworm-backports qemu-system-x86 qemu-system-common qemu-system-data qemu-utils \
    qemu-block-extra seabios
for package in *.deb; do dpkg-deb --extract "$package" "$work"; done
cd /
rm -rf "$work/debs" "$work/apt"
mv "$work" "$folder"
