internal import Estate

extension SystemHive {
    private static let networkClass = "{4d36e972-e325-11ce-bfc1-08002be10318}"

    /// Interfaces that have an address, or ask for one, and a name that people gave them.
    var networks: [WindowsFacts.Network] {
        let root = controlSet + "\\Services\\Tcpip\\Parameters\\Interfaces"
        let adapters = adapters
        return registry.names(below: root).compactMap { id in
            let key = root + "\\" + id
            let connection = "\(controlSet)\\Control\\Network\\\(Self.networkClass)\\\(id)\\Connection"
            let name = registry.text("Name", at: connection)
            let addresses = self.addresses(key)
            guard name != nil || !addresses.isEmpty else { return nil }
            return WindowsFacts.Network(
                id: id, name: name, adapter: adapters[id.lowercased()],
                dhcp: registry.number("EnableDHCP", at: key) == 1, addresses: addresses,
                gateways: registry.list("DefaultGateway", at: key), nameServers: registry.list("NameServer", at: key))
        }
    }

    /// Fixed addresses with the length of their masks.
    private func addresses(_ key: String) -> [String] {
        let masks = registry.list("SubnetMask", at: key)
        return registry.list("IPAddress", at: key).enumerated().compactMap { at, address in
            guard address != "0.0.0.0" else { return nil }
            let bits = masks.indices.contains(at) ? Self.length(ofMask: masks[at]) : nil
            return bits.map { "\(address)/\($0)" } ?? address
        }
    }

    /// 255.255.255.0 → 24; nil for what is no mask.
    static func length(ofMask mask: String) -> Int? {
        let parts = mask.split(separator: ".").compactMap { UInt8($0) }
        guard parts.count == 4 else { return nil }
        let bits = parts.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return (~bits &+ 1) & ~bits == 0 ? bits.nonzeroBitCount : nil
    }

    /// `{GUID}` → what the driver calls its card.
    private var adapters: [String: String] {
        let root = "\(controlSet)\\Control\\Class\\\(Self.networkClass)"
        var names: [String: String] = [:]
        for number in registry.names(below: root) {
            guard let id = registry.text("NetCfgInstanceId", at: root + "\\" + number) else { continue }
            names[id.lowercased()] = registry.text("DriverDesc", at: root + "\\" + number)
        }
        return names
    }
}
