extension Question {
    /// What lies between disks and file systems.
    static let storage: [Question] = [
        Question("multipath", "if command -v multipath >/dev/null; then $T multipath -ll; fi"),
        Question(
            "lvm",
            """
            test -d /etc/lvm || return 0
            grep -H -E '^[[:space:]]*(global_)?filter[[:space:]]*=' /etc/lvm/lvm.conf
            case $? in 0|1) ;; *) test ! -e /etc/lvm/lvm.conf || return 124 ;; esac
            if test -f /etc/lvm/devices/system.devices; then echo devicesfile; fi
            true
            """),
        Question(
            "luks",
            """
            v=$($T blkid -c /dev/null -t TYPE=crypto_LUKS -o device); r=$?
            test $r -eq 0 || test $r -eq 2 || { echo "blkid ended with status $r" >&2; return 124; }
            for d in $v; do
            o=$($T cryptsetup luksDump "$d") || { echo "cryptsetup does not tell what opens $d" >&2; return 124; }
            printf 'luks %s\\n' "$d"
            printf '%s\\n' "$o" | grep -i -E '^Version|clevis|tpm2|systemd-|fido2'
            done
            true
            """),
    ]
}
