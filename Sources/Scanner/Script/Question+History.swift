extension Question {
    /// What sysstat has kept on the server: text of `sadf -d`, oldest file first. Files that sadf cannot read (another
    /// version, cut off) cost themselves only; sadf's word on them goes to standard error. Files that sysstat has packed
    /// are unpacked by sadf itself since 11.7; before, they are left out.
    static let history = [
        Question(
            "sysstat",
            """
            command -v sadf >/dev/null || { echo 'sysstat is not installed' >&2; return 1; }
            u=-U; sadf -d -U -- -u </dev/null 2>&1 | head -n 1 | grep -q -i usage && u=
            n= e=
            for f in $(ls -tr /var/log/sysstat/sa[0-9]* /var/log/sa/sa[0-9]* 2>/dev/null | tail -n 100); do
            case $f in *.[gxb]z*) continue ;; esac
            e=1
            sadf -d $u "$f" -- -u -r -b -q -n DEV && n=1
            done
            test -n "$n" && return
            test -n "$e" || echo 'sysstat has kept no file' >&2
            return 1
            """),
        // Performance Co-Pilot keeps one set of files a day and host; ours is under the server's own name.
        Question(
            "pcp",
            """
            command -v pmrep >/dev/null || { echo 'pmrep of PCP is not installed' >&2; return 1; }
            n=
            for f in $(ls -tr /var/log/pcp/pmlogger/"$(uname -n)"*/*.index* 2>/dev/null | tail -n 100); do
            f=${f%.index*}
            pmrep -a "$f" -Z UTC -o csv -t 600 -f %s \(PmrepText.metrics.joined(separator: " ")) && n=1
            done
            test -n "$n" || { echo 'PCP has kept no readable archive' >&2; return 1; }
            """),
    ]
}
