extension Probe {
    /// What sysstat has kept on the server: text of `sadf -d`, oldest file first. Files that sadf cannot read (another
    /// version, cut off) cost themselves only; sadf's word on them goes to standard error.
    static let history = Probe(
        "sysstat",
        """
        command -v sadf >/dev/null || { echo 'sysstat is not installed' >&2; return 1; }
        u=-U; sadf -d -U -- -u </dev/null 2>&1 | head -n 1 | grep -q -i usage && u=
        n=
        for f in $(ls -tr /var/log/sysstat/sa[0-9]* /var/log/sa/sa[0-9]* 2>/dev/null | tail -n 100); do
        case $f in *.[gxb]z*) continue ;; esac
        sadf -d $u "$f" -- -u -r -b -n DEV && n=1
        done
        test -n "$n" || { echo 'sysstat has kept no readable file' >&2; return 1; }
        """)
}
