extension Question {
    static let boot: [Question] = [
        Question("firmware", "test -d /sys && if test -d /sys/firmware/efi; then echo uefi; else echo bios; fi"),
        Question(
            "secureboot",
            """
            if test -d /sys && ! test -d /sys/firmware/efi; then echo 0; return; fi
            for f in /sys/firmware/efi/efivars/SecureBoot-8be4df61-* /sys/firmware/efi/vars/SecureBoot-*/data; do
            if test -r "$f"; then od -An -tu1 "$f"; return; fi
            done
            echo 'the EFI variables are not mounted' >&2; return 1
            """),
        Question("efibootmgr", "if test -d /sys/firmware/efi; then $T efibootmgr -v; fi"),
        Question(
            "loader",
            """
            n=
            for f in /boot/grub/grub.cfg /boot/grub2/grub.cfg /boot/efi/EFI/*/grub.cfg /boot/grub/menu.lst \\
            /boot/grub/grub.conf /boot/loader/loader.conf /boot/efi/loader/loader.conf /efi/loader/loader.conf \\
            /boot/extlinux/extlinux.conf /boot/syslinux/syslinux.cfg /etc/lilo.conf; do
            if test -f "$f"; then printf '%s\\n' "$f"; n=1; fi
            done
            test -n "$n" || { echo 'no configuration of a known boot loader is there' >&2; return 1; }
            """),
        Question(
            "kernels",
            """
            for d in /lib/modules/*; do
            test -d "$d" || continue
            k=${d##*/}
            printf 'kernel %s\\n' "$k"
            for f in "/boot/vmlinuz-$k" "/boot/vmlinux-$k" "$d/vmlinuz"; do
            if test -f "$f"; then printf 'image %s\\n' "$f"; fi
            done
            for f in "/boot/initrd.img-$k" "/boot/initramfs-$k.img" "/boot/initrd-$k" "/boot/initrd-$k.img"; do
            if test -f "$f"; then printf 'initrd %s\\n' "$f"; fi
            done
            done
            grep -H -o 'virtio_[a-z]*\\.ko' /lib/modules/*/modules.dep /lib/modules/*/modules.builtin 2>/dev/null
            grep -H '^CONFIG_VIRTIO_[A-Z]*=' /boot/config-* 2>/dev/null
            true
            """),
        Question(
            "tools",
            """
            for t in update-initramfs dracut mkinitcpio mkinitrd; do
            if command -v $t >/dev/null 2>&1; then printf '%s\\n' "$t"; fi
            done
            true
            """),
    ]
}
