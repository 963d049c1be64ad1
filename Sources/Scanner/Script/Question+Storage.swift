extension Question {
    /// What lies between disks and file systems.
    static let storage: [Question] = [
        Question("multipath", "if command -v multipath >/dev/null; then $T multipath -ll; fi"),
        Question(
            "lvm",
            """
            test -d /etc/lvm || return 0
            grep -H -E '^[[:space:]]*(global_)?filter[[:space:]]*=' /etc/lvm/lvm.conf
            if test -f /etc/lvm/devices/system.devices; then echo devicesfile; fi
            true
            """),
        Question(
            "luks",
            """
            command -v cryptsetup >/dev/null || return 0
            $T blkid -c /dev/null -t TYPE=crypto_LUKS -o device | while read -r d; do
            printf 'luks %s\\n' "$d"
            $T cryptsetup luksDump "$d" | grep -i -E '^Version|clevis|tpm2|systemd-|fido2'
            done
            true
            """),
    ]
}
