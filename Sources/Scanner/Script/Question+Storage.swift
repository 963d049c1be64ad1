extension Question {
    /// What lies between disks and file systems.
    static let storage: [Question] = [
        Question("multipath", "if command -v multipath >/dev/null; then $T multipath -ll; fi"),
        Question(
            "lvm",
            // A filter may have several lines: all up to the bracket that ends it.
            #"""
            test -d /etc/lvm || return 0
            for f in /etc/lvm/lvm.conf /etc/lvm/lvmlocal.conf; do
            test -e "$f" || continue
            sed -n -e '/^[[:space:]]*\(global_\)\{0,1\}filter[[:space:]]*=/{' -e ':more' -e '/\[/!bsay' \
            -e '/\][[:space:]]*\(#.*\)\{0,1\}$/bsay' -e '$bsay' -e N -e bmore -e ':say' \
            -e 's/\n[[:space:]]*/ /g' -e "s|^[[:space:]]*|$f:|" -e p -e '}' "$f" || return 124
            done
            if test -f /etc/lvm/devices/system.devices; then echo devicesfile; fi
            true
            """#),
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
