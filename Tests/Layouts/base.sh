#!/bin/bash
# base.sh CACHE: the packages of a Debian 12 server, unpacked and configured, in CACHE/base.tar. Needs the network.
. "$(dirname "$0")/once.sh"
build_once "$1" base
# mmdebstrap goes by the name's ending: without .tar it would make a folder.
mmdebstrap --variant=minbase --mode=root --aptopt='Acquire::Languages "none"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt=force-unsafe-io \
    --include=linux-image-amd64,grub-pc,systemd-sysv,udev,ifupdown,iproute2,dnsmasq,kmod,initramfs-tools,busybox,lvm2,mdadm,cryptsetup-initramfs,btrfs-progs,xfsprogs,e2fsprogs \
    --essential-hook='echo "grub-pc grub-pc/install_devices_empty boolean true" | chroot "$1" debconf-set-selections' \
    bookworm "$work/base.tar"
whole base.tar
