internal import Estate

/// One planned server beside the server as it was scanned.
struct ServerOrigin {
    let server: PlannedServer
    let profile: ServerProfile
    let network: String

    /// Processes that lose data or answer twice when nothing stops them before the last pass.
    private static let services: Set<String> = [
        "dnsmasq", "named", "unbound", "nginx", "apache2", "httpd", "mysqld", "mariadbd", "postgres", "redis-server",
        "slapd", "smbd", "master", "dovecot",
    ]

    func findings() -> [String] { (identity() + disks() + service()).map { "\(server.server): \($0)" } }

    private func identity() -> [String] {
        var found: [String] = []
        if server.address != profile.address {
            found.append("its address is \(server.address), it was scanned at \(profile.address)")
        }
        for interface in server.interfaces where interface.network != network {
            found.append("no network is named \"\(interface.network)\", the pool has \(network)")
        }
        let cards = (profile.interfaces.value ?? []).filter {
            ($0.kind == "physical" || $0.kind == "bond") && $0.mac.split(separator: ":").count == 6
                && $0.mac != "00:00:00:00:00:00"
        }
        if server.interfaces.isEmpty, !cards.isEmpty { found.append("no interface is planned") }
        return found
    }

    private func disks() -> [String] {
        let planned = Set(server.disks.map(\.device))
        return (profile.disks.value ?? []).filter { disk in
            disk.bytes > 0 && disk.transport != "usb" && !disk.readOnly && !planned.contains(disk.device)
        }.map { "disk \($0.device) is not copied" } + server.disks.compactMap(tooEmpty)
    }

    /// A disk whose own file systems hold more than the plan says.
    private func tooEmpty(_ planned: PlannedDisk) -> String? {
        guard let used = planned.usedBytes, let disks = profile.disks.value,
            let disk = disks.first(where: { $0.device == planned.device })
        else { return nil }
        // A volume over several disks is on none of them alone.
        let shared = Set(disks.filter { $0.device != disk.device }.flatMap(\.volumes).map(\.device))
        let sum = Set(disk.volumes.map(\.device)).subtracting(shared).reduce(0.0) { sum, device in
            let most = disk.volumes.first { $0.device == device }.map { Double($0.bytes) } ?? 0
            let used = (profile.mounts.value ?? []).filter { $0.source == device }.compactMap(\.usedBytes).max() ?? 0
            return sum + min(most, Double(used))
        }
        guard sum > Double(used), sum < 1e18 else { return nil }
        return "\(planned.device) is said to hold \(used) bytes, its file systems hold \(UInt64(sum))"
    }

    private func service() -> [String] {
        var found: [String] = []
        if server.proof.isEmpty, hasAddress { found.append("no proof that its VM serves") }
        let listening = Set((profile.listeners.value ?? []).filter { !isInside($0.address) }.compactMap(\.process))
            .intersection(Self.services)
        if server.cutOver.quiesce.isEmpty, !listening.isEmpty {
            found.append(
                "nothing is stopped before the last pass, although it runs \(listening.sorted().joined(separator: ", "))"
            )
        }
        if server.cutOver.resume.isEmpty, !server.cutOver.quiesce.isEmpty {
            found.append("nothing is started again when the move is undone")
        }
        return found
    }

    private var hasAddress: Bool {
        (profile.interfaces.value ?? []).flatMap(\.addresses).contains { $0.contains(".") && !isInside($0) }
    }

    private func isInside(_ address: String) -> Bool { address.hasPrefix("127.") || address.contains("::1") }
}
