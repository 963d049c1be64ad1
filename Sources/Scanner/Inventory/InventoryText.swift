package import Estate
package import Shell

/// Lists of servers as people keep them: one a line, CSV, or an Ansible inventory in INI form.
package enum InventoryText {
    /// - Parameter name: the file's name; `.csv` decides; anything else is a list or an Ansible inventory.
    package static func addresses(_ text: String, name: String) throws(Failure) -> [SSHAddress] {
        let lines = text.split(omittingEmptySubsequences: true) { $0.isNewline }.map { $0.trimmed }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") && !$0.hasPrefix(";") }
        let hosts: [InventoryHost]
        if name.lowercased().hasSuffix(".csv") {
            hosts = csv(lines)
        } else {
            // A plain list is an inventory without groups.
            hosts = try InventoryINI.hosts(lines)
        }
        return try unique(hosts, name: name)
    }

    static func unique(_ hosts: [InventoryHost], name: String) throws(Failure) -> [SSHAddress] {
        var seen: Set<SSHAddress> = []
        var addresses: [SSHAddress] = []
        for host in hosts {
            let address = try host.address()
            if seen.insert(address).inserted { addresses.append(address) }
        }
        guard !addresses.isEmpty else {
            throw Failure(
                "read the inventory", on: name, because: "it names no server",
                next: "write one server a line, a CSV with a column host, or an Ansible inventory")
        }
        return addresses
    }

    /// A head with `host`, `user` and `port` in any order; without one, the first column is the host.
    private static func csv(_ lines: [String]) -> [InventoryHost] {
        let rows = lines.map { line in
            line.split(omittingEmptySubsequences: false) { $0 == "," || $0 == ";" }.map { $0.unquoted }
        }
        guard let head = rows.first?.map({ $0.lowercased() }) else { return [] }
        let hostNames = ["host", "address", "hostname", "server", "name", "ip"]
        let column = hostNames.lazy.compactMap { head.firstIndex(of: $0) }.first
        return rows.dropFirst(column == nil ? 0 : 1).compactMap { row in
            let at = column ?? 0
            guard at < row.count, !row[at].isEmpty else { return nil }
            var host = InventoryHost(name: row[at])
            for key in ["user", "port"] {
                guard let place = head.firstIndex(of: key), column != nil, place < row.count, !row[place].isEmpty else {
                    continue
                }
                host.variables["ansible_\(key)"] = row[place]
            }
            return host
        }
    }
}
