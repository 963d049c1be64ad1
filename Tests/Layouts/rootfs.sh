#!/bin/bash
# rootfs.sh CACHE: a real Debian 12 "physical server" in CACHE/root: dnsmasq on a static address, names by /dev/sdX, an
# initramfs with the server's drivers only (what MODULES=dep makes there). Built once, from the packages of base.sh.
# The kernel's modules are cut down to what a small server could need, so that the images stay small.
. "$(dirname "$0")/once.sh"
bash "$scripts/base.sh" "$1"
build_once "$1" root base
root=$work/root
mkdir "$root"
tar -xf "$cache/base.tar" -C "$root"
version=$(ls "$root/lib/modules" | head -1)
modules=$root/lib/modules/$version/kernel
for folder in sound net/{wireless,mac80211,bluetooth,batman-adv,sctp,tipc,ceph,rxrpc} fs/{ceph,ocfs2,gfs2,nfs,nfsd,smb,afs,f2fs,jfs,reiserfs,ubifs,jffs2} \
    drivers/{gpu,media,infiniband,staging,isdn,iio,hwmon,bluetooth,nfc,comedi,usb,thunderbolt,mtd,platform,power,leds,input,firewire,accel,crypto,char,mmc,i2c,video,parport,pcmcia,memstick,ntb,edac} \
    drivers/net/{wireless,usb,can,fddi,hamradio,wwan,phy,dsa,ppp,wan}; do
    rm -rf "${modules:?}/$folder"
done
for folder in "$modules"/drivers/net/ethernet/*; do [ "${folder##*/}" = intel ] || rm -rf "$folder"; done
depmod -b "$root" "$version"
rm -rf "$root"/usr/share/{locale,doc,man,info,zoneinfo} "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/*

sed -i 's/^root:[^:]*:/root::/' "$root/etc/shadow"
echo physdns >"$root/etc/hostname"
printf 'auto lo\niface lo inet loopback\nauto eth0\niface eth0 inet static\n  address 10.0.2.15\n  netmask 255.255.255.0\n  gateway 10.0.2.2\n' \
    >"$root/etc/network/interfaces"
printf 'no-resolv\nno-hosts\naddress=/www.lab.test/192.0.2.10\n' >"$root/etc/dnsmasq.d/lab.conf"
mkdir -p "$root/etc/udev/rules.d" "$root/boot/grub" "$root/boot/efi"
echo 'SUBSYSTEM=="net", ACTION=="add", DRIVERS=="?*", ATTR{address}=="52:54:00:12:34:56", ATTR{dev_id}=="0x0", ATTR{type}=="1", KERNEL=="eth*", NAME="eth0"' \
    >"$root/etc/udev/rules.d/70-persistent-net.rules"
printf 'GRUB_DEFAULT=0\nGRUB_TIMEOUT=0\nGRUB_CMDLINE_LINUX="root=/dev/sda1 console=ttyS0"\n' >"$root/etc/default/grub"
printf '(hd0) /dev/sda\n' >"$root/boot/grub/device.map"
rm -f "$root/etc/resolv.conf" "$root/etc/initramfs-tools/conf.d/resume"
echo 'nameserver 127.0.0.1' >"$root/etc/resolv.conf"
# What a test need not wait for.
for unit in apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer dpkg-db-backup.timer \
    systemd-tmpfiles-clean.timer mdcheck_start.timer mdcheck_continue.timer mdmonitor-oneshot.timer getty@.service; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done

sed -i 's/^MODULES=.*/MODULES=list/' "$root/etc/initramfs-tools/initramfs.conf"
cp "$root/etc/initramfs-tools/modules" "$work/modules.keep"
printf '%s\n' ahci ata_piix sd_mod ext4 xfs btrfs raid1 dm_mod dm_crypt aes_generic xts sha256_generic algif_skcipher vfat nls_cp437 nls_ascii >>"$root/etc/initramfs-tools/modules"
mkdir -p "$root/etc/keys"
printf secret >"$root/etc/keys/luks.key"
chmod 600 "$root/etc/keys/luks.key"
printf 'luks UUID=5eeeeeee-0000-4000-8000-00000000cafe /etc/keys/luks.key luks,initramfs\n' >"$root/etc/crypttab"
printf 'KEYFILE_PATTERN="/etc/keys/*.key"\nUMASK=0077\n' >>"$root/etc/cryptsetup-initramfs/conf-hook"
chroot "$root" update-initramfs -u -k "$version" || chroot "$root" update-initramfs -c -k "$version"
cp "$root/boot/initrd.img-$version" "$work/initrd.img"
# One more, with LVM's filter for the server's disks inside.
cp "$root/etc/lvm/lvm.conf" "$work/lvm.conf.keep"
sed -i '0,/^devices {/s//devices {\n\tglobal_filter = [ "a|^\/dev\/sda|", "r|.*|" ]/' "$root/etc/lvm/lvm.conf"
cp "$root/etc/lvm/lvm.conf" "$work/lvm.conf"
chroot "$root" update-initramfs -u -k "$version"
cp "$root/boot/initrd.img-$version" "$work/initrd-lvm.img"
cp "$work/lvm.conf.keep" "$root/etc/lvm/lvm.conf"
cp "$work/initrd.img" "$root/boot/initrd.img-$version"
cp "$work/modules.keep" "$root/etc/initramfs-tools/modules"
rm "$root/etc/crypttab"
sed -i 's/^MODULES=.*/MODULES=dep/' "$root/etc/initramfs-tools/initramfs.conf"
whole root lvm.conf initrd-lvm.img
