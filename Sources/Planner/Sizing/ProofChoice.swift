internal import Estate

/// How a VM proves that it serves: probes from who listened on the server, and what the operator adds.
enum ProofChoice {
    /// Ports worth a TCP probe, most telling first; the rest follow in order.
    private static let telling = [53, 443, 80, 25, 389, 5432, 3306, 22]
    private static let mostPorts = 4

    static func of(_ profile: ServerProfile, added: [String]) -> (proof: [String], remarks: [String]) {
        guard let address = primaryAddress(of: profile) else {
            return (added, added.isEmpty ? ["no address is known to probe; add a proof"] : [])
        }
        let sockets = profile.listeners.value ?? []
        let ports = Set(
            sockets.filter { $0.transport.hasPrefix("tcp") && isOutside($0.address, address) }.map(\.port))
        let rank = { (port: Int) in telling.firstIndex(of: port) ?? telling.count + port }
        let chosen = ports.sorted { rank($0) < rank($1) }.prefix(mostPorts).sorted()
        var proof = added + ["ping:\(address)"] + chosen.map { "tcp:\(address):\($0)" }
        var seen: Set<String> = []
        proof = proof.filter { seen.insert($0).inserted }
        let serves53 = sockets.contains { $0.port == 53 && isOutside($0.address, address) }
        let asksDNS = added.contains { $0.hasPrefix("dns:") }
        let dns = "it answers DNS; add a proof such as dns:\(address)/NAME with a name it serves"
        return (proof, (serves53 && !asksDNS ? [dns] : []) + passing(address, of: profile))
    }

    /// A proof by an address that another server may have by then proves that server.
    private static func passing(_ address: String, of profile: ServerProfile) -> [String] {
        let all = (profile.interfaces.value ?? []).flatMap { $0.passingAddresses ?? [] }
        guard all.contains(where: { $0.split(separator: "/").first == address[...] }) else { return [] }
        return [
            "\(address) is of a lease, or of a cluster that moves it: if another server has it, that one answers the proof"
        ]
    }

    /// The IPv4 address on the interface of the default route, else the first that is not loopback; of one interface, those
    /// that stay before those of a lease or a cluster.
    static func primaryAddress(of profile: ServerProfile) -> String? {
        let interfaces = (profile.interfaces.value ?? []).filter { $0.kind != "loopback" }
        let route = profile.routes.value?.first { $0.destination == "default" }
        let ordered = interfaces.filter { $0.name == route?.interface } + interfaces
        return ordered.flatMap(lasting).map { String($0.prefix { $0 != "/" }) }
            .first { $0.contains(".") && !$0.hasPrefix("127.") }
    }

    private static func lasting(_ card: NetworkInterface) -> [String] {
        let passing = Set(card.passingAddresses ?? [])
        return card.addresses.filter { !passing.contains($0) } + card.addresses.filter(passing.contains)
    }

    private static func isOutside(_ bound: String, _ address: String) -> Bool {
        ["0.0.0.0", "*", "::", "[::]", address].contains(bound)
    }
}
