/// A hard rule about where VMs may run.
package struct BalanceRule: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable {
        /// No two of the machines on one host.
        case apart
        /// All machines on one host.
        case together
        /// The machines never move.
        case pinned
        /// The machines never run on the hosts.
        case banned
        /// The machines run only on the hosts: a licence, a storage, a room.
        case only
    }

    /// How people call it: "DNS pair".
    package var name: String
    package var kind: Kind
    package var machines: [String]
    /// For `banned` and `only`.
    package var hosts: [String]
    /// Line in the policy file, for messages.
    package var line: Int?

    package init(name: String, kind: Kind, machines: [String], hosts: [String] = [], line: Int? = nil) {
        self.name = name
        self.kind = kind
        self.machines = machines
        self.hosts = hosts
        self.line = line
    }

    private enum Key: String, CodingKey { case name, kind, machines, hosts, line }

    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        kind = try box.decode(Kind.self, forKey: .kind)
        name = try box.decodeIfPresent(String.self, forKey: .name) ?? kind.rawValue
        machines = try box.decode([String].self, forKey: .machines)
        hosts = try box.decodeIfPresent([String].self, forKey: .hosts) ?? []
        line = try box.decodeIfPresent(Int.self, forKey: .line)
    }

    /// `"DNS pair" (apart, line 12)`.
    package var title: String {
        "\"\(name)\" (\(kind.rawValue)" + (line.map { ", line \($0)" } ?? "") + ")"
    }
}
