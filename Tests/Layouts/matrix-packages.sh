#!/bin/bash
# matrix-packages.sh CACHE RELEASE: the packages of a small server of Debian RELEASE (bullseye, bookworm, trixie), unpacked and
# configured, in CACHE/matrix-RELEASE.tar; those that are put in place of others in CACHE/matrix-RELEASE.debs. Needs the
# network, and for bookworm a machine that has Debian 12 itself.
. "$(dirname "$0")/once.sh"
release=$2
case $release in
bookworm)
    bash "$scripts/base.sh" "$1"
    build_once "$1" "matrix-$release" base
    mkdir "$work/matrix-$release.debs"
    ln "$cache/base.tar" "$work/matrix-$release.tar"
    (cd "$work/matrix-$release.debs" && apt-get download -q dracut dracut-core systemd-boot-efi grub-efi-amd64-bin thin-provisioning-tools)
    ;;
*)
    build_once "$1" "matrix-$release"
    packages=linux-image-amd64,systemd-sysv,udev,ifupdown,iproute2,kmod,initramfs-tools,busybox,lvm2,thin-provisioning-tools,mdadm,cryptsetup-initramfs,btrfs-progs,xfsprogs,e2fsprogs,grub-pc-bin,grub-efi-amd64-bin
    more='dracut dracut-core'
    [ $release = bullseye ] || more+=' systemd-boot-efi'
    [ $release != trixie ] || packages+=,systemd-cryptsetup
    mkdir "$work/matrix-$release.debs"
    mmdebstrap --variant=minbase --mode=root --aptopt='Acquire::Languages "none"' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt=force-unsafe-io \
        --include="$packages" --customize-hook="chroot \"\$1\" sh -c 'mkdir /debs && cd /debs && apt-get download -q $more'" \
        --customize-hook='mv "$1"/debs/*.deb '"'$work/matrix-$release.debs/'" --customize-hook='rmdir "$1/debs"' \
        "$release" "$work/matrix-$release.tar"
    ;;
esac
whole "matrix-$release.tar" "matrix-$release.debs"
