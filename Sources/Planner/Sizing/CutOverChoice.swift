internal import Estate

/// How the service leaves the server: which units are stopped before the last pass, judged from who listens: the unit that the
/// server itself names, else the usual one of the program.
enum CutOverChoice {
    /// The systemd unit of a listening process, on Debian and its family, and on Red Hat and its.
    private static let units: [String: (debian: String, redhat: String)] = [
        "dnsmasq": ("dnsmasq", "dnsmasq"), "named": ("named", "named"), "unbound": ("unbound", "unbound"),
        "nsd": ("nsd", "nsd"), "pdns_server": ("pdns", "pdns"), "knotd": ("knot", "knot"),
        "nginx": ("nginx", "nginx"), "apache2": ("apache2", "httpd"), "httpd": ("apache2", "httpd"),
        "lighttpd": ("lighttpd", "lighttpd"), "haproxy": ("haproxy", "haproxy"), "squid": ("squid", "squid"),
        "mysqld": ("mysql", "mysqld"), "mariadbd": ("mariadb", "mariadb"), "postgres": ("postgresql", "postgresql"),
        "redis-server": ("redis-server", "redis"), "mongod": ("mongod", "mongod"), "slapd": ("slapd", "slapd"),
        "master": ("postfix", "postfix"), "exim4": ("exim4", "exim"), "dovecot": ("dovecot", "dovecot"),
        "smbd": ("smbd", "smb"), "dhcpd": ("isc-dhcp-server", "dhcpd"), "vsftpd": ("vsftpd", "vsftpd"),
        "java": ("", ""),
    ]

    static func of(_ profile: ServerProfile) -> (cutOver: CutOver, remarks: [String]) {
        let sockets = (profile.listeners.value ?? []).filter(\.servesOthers)
        let redhat = ["rhel", "centos", "fedora", "rocky", "almalinux", "sles", "opensuse", "ol", "amzn"]
            .contains(profile.system.family.value ?? "")
        var stop: Set<String> = []
        var remarks: Set<String> = []
        for socket in sockets {
            if let unit = socket.unit {
                stop.insert(String(unit.dropLast(".service".count)))
                continue
            }
            guard let process = socket.process, !process.isEmpty else {
                remarks.insert(
                    "port \(socket.transport)/\(socket.port): its process is not known; add its stop command to quiesce"
                )
                continue
            }
            let unit = units[process].map { redhat ? $0.redhat : $0.debian } ?? ""
            if unit.isEmpty {
                remarks.insert("\(process) listens, its unit is not known; add its stop command to quiesce")
            } else {
                stop.insert(unit)
            }
        }
        let sorted = stop.sorted()
        return (
            CutOver(
                quiesce: sorted.map { "systemctl stop \($0)" },
                resume: sorted.reversed().map { "systemctl start \($0)" }, powerOffSource: true),
            remarks.sorted()
        )
    }
}
