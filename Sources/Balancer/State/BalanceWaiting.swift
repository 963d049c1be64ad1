package import Estate

/// A VM that is off and is to run as soon as a host has room for it: the plan makes the room.
package struct BalanceWaiting: Sendable, Hashable, Codable {
    package var name: String
    package var vcpus: Int
    package var memoryMiB: Int
    /// Hosts that may run it; empty: all.
    package var hosts: [String]
    /// Lower first.
    package var priority: Int

    package init(name: String, vcpus: Int, memoryMiB: Int, hosts: [String] = [], priority: Int = 100) {
        self.name = name
        self.vcpus = vcpus
        self.memoryMiB = memoryMiB
        self.hosts = hosts
        self.priority = priority
    }

    private enum Key: String, CodingKey { case name, vcpus, memoryMiB, hosts, priority }

    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        name = try box.decode(String.self, forKey: .name)
        vcpus = try box.decode(Int.self, forKey: .vcpus)
        memoryMiB = try box.decode(Int.self, forKey: .memoryMiB)
        hosts = try box.decodeIfPresent([String].self, forKey: .hosts) ?? []
        priority = try box.decodeIfPresent(Int.self, forKey: .priority) ?? 100
    }

    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: Key.self)
        try box.encode(name, forKey: .name)
        try box.encode(vcpus, forKey: .vcpus)
        try box.encode(memoryMiB, forKey: .memoryMiB)
        if !hosts.isEmpty { try box.encode(hosts, forKey: .hosts) }
        if priority != 100 { try box.encode(priority, forKey: .priority) }
    }
}

extension BalanceWaiting: Plausible {
    package var flaw: Flaw? {
        .first(
            .init("vcpus", vcpus, PlausibleSizes.cpus), .init("memoryMiB", memoryMiB, PlausibleSizes.memoryMiB),
            .init("priority", priority, -1_000_000...1_000_000))
    }
}

/// Where a waiting VM can start once the plan's moves are made.
package struct BalanceRoom: Sendable, Hashable, Codable {
    package var vm: String
    package var host: String
    package var vcpus: Int
    package var memoryMiB: Int
}
