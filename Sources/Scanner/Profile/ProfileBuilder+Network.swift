internal import Estate

extension ProfileBuilder {
    func interfaces() -> Observed<[NetworkInterface]> {
        let addresses = answers.read("ipaddr") { InterfaceAddresses.json($0) ?? InterfaceAddresses.text($0) }
        let bonding = PermanentMAC.bonding(answers.fileLines)
        let parser = Interfaces(
            addresses: addresses, isClustered: isClustered,
            permanent: PermanentMAC.ethtool(answers.text("permanent")).merging(bonding) { card, _ in card },
            vlans: VLANConfig.parse(answers.text("/proc/net/vlan/config")))
        return answers.read("sysnet", parser.parse)
    }

    /// What a cluster moves to another server while this one is stopped.
    private var isClustered: Bool {
        (agents().value ?? []).contains { Agent.named($0)?.kind == .cluster }
    }

    /// systemd-resolved is a stub on the server itself: those that it asks are the name servers.
    func nameServers() -> Observed<[String]> {
        let named = answers.read("/etc/resolv.conf", ResolvConf.parse)
        guard let all = named.value, !all.isEmpty, all.allSatisfy({ $0 == "127.0.0.53" || $0 == "127.0.0.54" }),
            let asked = answers.read("/run/systemd/resolve/resolv.conf", ResolvConf.parse).value, !asked.isEmpty
        else { return named }
        return .known(asked)
    }

    func routes() -> Observed<[Route]> {
        let main = answers.read("iproute") { Routes.json($0) ?? Routes.text($0) }
        let six = Routes.defaultsOfIPv6(answers.text("/proc/net/ipv6_route"))
        return main.map { $0 + six }
    }

    func sockets() -> Observed<Sockets> {
        answers.read("sockets") { SocketList.ss($0) ?? SocketList.netstat($0) ?? ProcNet.parse($0) }
    }

    /// Without the sessions of the machine that scans: client address, client port, server address, server port.
    func othersOnly(_ connections: [Connection]) -> [Connection] {
        let own = answers.text("session").trimmed.words
        guard own.count == 4, let port = Int(own[3]) else { return connections }
        return connections.filter { connection in
            let inbound = connection.peerAddress == own[0] && connection.localPort == port
            let outbound = connection.localAddress == own[0] && connection.peerPort == port
            return !(inbound || outbound)
        }
    }

    func load(disks: Observed<[Disk]>, interfaces: Observed<[NetworkInterface]>) -> Observed<LoadSample> {
        let memory = answers.read("/proc/meminfo", MemoryInfo.parse)
        let first = answers.read("load1", LoadReading.parse)
        return answers.read("load2", LoadReading.parse).flatMap { second in
            first.flatMap { first in
                memory.flatMap { memory in
                    .from(
                        second.sample(
                            since: first, disks: Set((disks.value ?? []).map { String($0.device.dropFirst(5)) }),
                            interfaces: Set((interfaces.value ?? []).filter { $0.kind == "physical" }.map(\.name)),
                            memory: Double(memory.used)),
                        else: "the two readings do not follow each other")
                }
            }
        }
    }
}
