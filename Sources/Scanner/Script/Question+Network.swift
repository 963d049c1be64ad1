extension Question {
    static let network: [Question] = [
        // Our own session is no dependency of the server.
        Question("session", "printf '%s\\n' \"$S\""),
        Question("ipaddr", "ip -o addr"),
        Question(
            "sysnet",
            #"""
            for d in /sys/class/net/*; do
            test -r "$d/address" || continue
            printf 'interface %s\n' "${d##*/}"
            for a in address addr_assign_type mtu operstate speed type bonding/mode bonding_slave/perm_hwaddr; do
            attr "$d" "$a"
            done
            if test -e "$d/device"; then printf 'driver %s\nslot %s\n' "$(readlink "$d/device/driver")" "$(readlink "$d/device")"; fi
            if test -e "$d/master"; then printf 'master %s\n' "$(readlink "$d/master")"; fi
            if test -d "$d/bridge"; then echo bridge; fi
            done
            test -d /sys/class/net
            """#),
        Question(
            "permanent",
            """
            command -v ethtool >/dev/null || { echo 'ethtool is not there' >&2; return 1; }
            for d in /sys/class/net/*; do
            if test -e "$d/device"; then printf '%s ' "${d##*/}"; ethtool -P "${d##*/}"; fi
            done
            true
            """),
        // Before iproute2 5.11 `ip -j route` is no JSON where one route is a blackhole; the text tells the same.
        Question("iproute", "ip route"),
        // The control group tells the unit of whoever listens (iproute2 5.8); an older ss ends with an error, and says nothing.
        Question(
            "sockets",
            """
            if command -v ss >/dev/null; then $T ss -n -t -u -a -p --cgroup 2>/dev/null || $T ss -n -t -u -a -p; return; fi
            netstat -n -t -u -a -p 2>/dev/null && return
            for t in tcp tcp6 udp udp6; do
            if test -r /proc/net/$t; then sed "s/^/$t /" /proc/net/$t; fi
            done
            """),
    ]
}
