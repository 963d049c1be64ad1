extension Question {
    /// Who the server is, and what runs on it.
    static let system: [Question] = [
        Question("timezone", "readlink /etc/localtime"),
        Question(
            "hostkey",
            """
            for k in ed25519 ecdsa rsa dsa; do
            f=/etc/ssh/ssh_host_${k}_key.pub
            if test -r "$f"; then ssh-keygen -l -f "$f"; return; fi
            done
            echo 'no public host key in /etc/ssh' >&2; return 1
            """),
        // Kernels before 2.6.33 have no comm file.
        Question(
            "processes",
            """
            if test -r /proc/self/comm; then
            for p in /proc/[0-9]*/comm; do { read -r c <"$p" && printf '%s\\n' "$c"; } 2>/dev/null; done
            true
            else ps -e -o comm= 2>/dev/null || ps -o comm; fi
            """),
        Question(
            "services",
            """
            printf '%s\\n' /etc/init.d/* /etc/systemd/system/* /usr/lib/systemd/system/* /lib/systemd/system/*
            """),
    ]

    /// Asked last, so that the reply's arrival is the best estimate of "now" on our side. Uptime and the boot time of
    /// /proc/stat make the server's time to a second, without a program to start.
    static let clock = Question("date", "IFS= read -r u </proc/uptime; printf '%s\\n' \"$u\"")
}
