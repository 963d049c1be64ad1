extension Probe {
    /// What lies between disks and file systems.
    static let storage: [Probe] = [
        Probe("mdstat", "if test -e /proc/mdstat; then cat /proc/mdstat; fi"),
        Probe("mdadmconf", "show /etc/mdadm.conf /etc/mdadm/mdadm.conf | grep -v ': *#'; true"),
        Probe("multipath", "if command -v multipath >/dev/null; then $T multipath -ll; fi"),
        Probe(
            "lvm",
            """
            show /etc/lvm/lvm.conf | grep -E ': *(global_)?filter *='
            if test -f /etc/lvm/devices/system.devices; then echo devicesfile; fi
            true
            """),
        Probe("swaps", "cat /proc/swaps"),
        Probe("dmtable", "if command -v dmsetup >/dev/null; then dmsetup ls --tree -o ascii,nodevice; fi"),
        Probe(
            "luks",
            """
            $T blkid -c /dev/null -t TYPE=crypto_LUKS -o device | while read -r d; do
            printf 'luks %s\\n' "$d"
            $T cryptsetup luksDump "$d" | grep -i -E '^Version|clevis|tpm2|systemd-|keyslot|fido2'
            done
            true
            """),
    ]
}
