package import Estate

/// Who talks to whom across the scanned servers, from their listening and established sockets.
package struct DependencyMap: Sendable, Hashable, Codable {
    package static let format = "p2v-dependencies/1"

    package var format = Self.format
    /// Names of scanned servers, and addresses of others that they talk to.
    package var nodes: [Node]
    package var edges: [Edge]
    /// Scanned servers that talk to each other, directly or through each other: candidates to move together.
    package var groups: [[String]]
    /// Scanned servers of which it was not seen who they talk to, with the reason: the map has only what others saw of them.
    /// Nil where it was seen of all.
    package var unseen: [String: String]?

    package struct Node: Sendable, Hashable, Codable {
        package var name: String
        /// It was scanned; else it is an address that a scanned server talks to.
        package var scanned: Bool
    }

    /// A client uses a service of a server.
    package struct Edge: Sendable, Hashable, Codable {
        package var client: String
        package var server: String
        package var transport: String
        package var port: Int
        /// The program that serves, where it is known.
        package var process: String?
        /// Connections seen.
        package var connections: Int
    }

    /// - Parameter externals: show addresses outside the scanned servers too.
    package init(_ profiles: [ServerProfile], externals: Bool = true) {
        let owners = Self.owners(profiles)
        var counts: [Edge: Int] = [:]
        for profile in profiles {
            for connection in profile.connections.value ?? [] where !Self.isLoopback(connection.peerAddress) {
                guard var edge = Self.edge(connection, of: profile, owners) else { continue }
                edge.process = edge.process ?? Self.process(edge, profiles)
                counts[edge, default: 0] += 1
            }
        }
        // Two scanned ends see the same connection twice.
        let scanned = Set(profiles.map(\.name))
        edges = counts.compactMap { edge, count in
            var edge = edge
            let both = scanned.contains(edge.client) && scanned.contains(edge.server)
            edge.connections = both ? max(1, count / 2) : count
            return both || externals ? edge : nil
        }.sorted { ($0.client, $0.server, $0.port, $0.transport) < ($1.client, $1.server, $1.port, $1.transport) }
        let named = Set(edges.flatMap { [$0.client, $0.server] }).union(scanned)
        nodes = named.sorted().map { Node(name: $0, scanned: scanned.contains($0)) }
        let reasons = profiles.compactMap { profile in Self.unseen(profile).map { (profile.name, $0) } }
        unseen = reasons.isEmpty ? nil : Dictionary(reasons) { first, _ in first }
        groups = Self.groups(edges.filter { scanned.contains($0.client) && scanned.contains($0.server) }, scanned)
    }

    /// Address → server. An address that two servers have (a virtual IP) is nobody's.
    private static func owners(_ profiles: [ServerProfile]) -> [String: String] {
        var owners: [String: String] = [:]
        var shared: Set<String> = []
        for profile in profiles {
            for address in Set((profile.interfaces.value ?? []).flatMap(\.addresses)) {
                let plain = String(address.prefix { $0 != "/" })
                if isLoopback(plain) || plain.hasPrefix("fe80:") { continue }
                if let other = owners[plain], other != profile.name { shared.insert(plain) }
                owners[plain] = profile.name
            }
        }
        return owners.filter { !shared.contains($0.key) }
    }

    /// The end that listens on the connection's port is the server; where none is known to, the lower port is.
    private static func edge(_ connection: Connection, of profile: ServerProfile, _ owners: [String: String]) -> Edge? {
        let peer = owners[connection.peerAddress] ?? connection.peerAddress
        guard peer != profile.name else { return nil }
        let listens = profile.listeners.value?.contains {
            $0.port == connection.localPort && $0.transport == connection.transport
        }
        let serves = listens ?? (connection.localPort < connection.peerPort)
        return Edge(
            client: serves ? peer : profile.name, server: serves ? profile.name : peer,
            transport: connection.transport, port: serves ? connection.localPort : connection.peerPort,
            process: nil, connections: 0)
    }

    private static func process(_ edge: Edge, _ profiles: [ServerProfile]) -> String? {
        profiles.first { $0.name == edge.server }?.listeners.value?.first {
            $0.port == edge.port && $0.transport == edge.transport && $0.process != nil
        }?.process
    }

    private static func isLoopback(_ address: String) -> Bool { address.hasPrefix("127.") || address == "::1" }

    /// Connected parts with more than one server, largest first.
    private static func groups(_ edges: [Edge], _ names: Set<String>) -> [[String]] {
        var leader = Dictionary(uniqueKeysWithValues: names.map { ($0, $0) })
        func find(_ name: String) -> String {
            var name = name
            while let next = leader[name], next != name { name = next }
            return name
        }
        for edge in edges { leader[find(edge.client)] = find(edge.server) }
        return Dictionary(grouping: names, by: find).values.filter { $0.count > 1 }.map { $0.sorted() }
            .sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
    }
}
