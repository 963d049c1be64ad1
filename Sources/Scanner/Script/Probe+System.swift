extension Probe {
    /// Who the server is, and what runs on it.
    static let system: [Probe] = [
        Probe("uname", "uname -r; uname -m; uname -n"),
        Probe("osrelease", "cat /etc/os-release 2>/dev/null || cat /usr/lib/os-release"),
        Probe(
            "release",
            "show /etc/redhat-release /etc/SuSE-release /etc/debian_version /etc/lsb-release /etc/alpine-release"),
        Probe("uptime", "cat /proc/uptime"),
        Probe("adjtime", "show /etc/adjtime /etc/sysconfig/clock /etc/default/rcS /etc/conf.d/hwclock"),
        Probe(
            "timezone",
            "cat /etc/timezone 2>/dev/null || readlink /etc/localtime || sed -n 's/^ZONE=//p' /etc/sysconfig/clock"),
        Probe("machineid", "cat /etc/machine-id 2>/dev/null || cat /var/lib/dbus/machine-id"),
        Probe(
            "hostkey",
            """
            for k in ed25519 ecdsa rsa dsa; do
            f=/etc/ssh/ssh_host_${k}_key.pub
            if test -r "$f"; then ssh-keygen -l -f "$f"; return; fi
            done
            echo 'no public host key in /etc/ssh' >&2; return 1
            """),
        Probe("processes", "ps -e -o comm= 2>/dev/null || ps -o comm"),
        Probe(
            "services",
            """
            ls /etc/init.d /etc/systemd/system /usr/lib/systemd/system /lib/systemd/system 2>/dev/null | sort -u
            """),
        Probe("modules", "cut -d' ' -f1 /proc/modules"),
    ]

    /// Asked last, so that the reply's arrival is the best estimate of "now" on our side.
    static let clock = Probe("date", "date +%s")
}
