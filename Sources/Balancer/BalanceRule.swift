/// A hard rule about where VMs may run.
public struct BalanceRule: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable {
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
    public var name: String
    public var kind: Kind
    public var machines: [String]
    /// For `banned` and `only`.
    public var hosts: [String]
    /// Line in the policy file, for messages.
    public var line: Int?

    public init(name: String, kind: Kind, machines: [String], hosts: [String] = [], line: Int? = nil) {
        self.name = name
        self.kind = kind
        self.machines = machines
        self.hosts = hosts
        self.line = line
    }

    private enum Key: String, CodingKey { case name, kind, machines, hosts, line }

    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        kind = try box.decode(Kind.self, forKey: .kind)
        name = try box.decodeIfPresent(String.self, forKey: .name) ?? kind.rawValue
        machines = try box.decode([String].self, forKey: .machines)
        hosts = try box.decodeIfPresent([String].self, forKey: .hosts) ?? []
        line = try box.decodeIfPresent(Int.self, forKey: .line)
    }

    /// `"DNS pair" (apart, line 12)`.
    public var title: String {
        "\"\(name)\" (\(kind.rawValue)" + (line.map { ", line \($0)" } ?? "") + ")"
    }
}
