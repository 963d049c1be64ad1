public import Estate
public import Shell

/// An Ansible inventory in YAML form: groups with `hosts`, `vars` and `children`. Decoded by whoever reads YAML.
public struct InventoryTree: Sendable, Decodable {
    private var groups: [String: Group]

    private struct Group: Sendable, Decodable {
        var hosts: [String: Variables?]?
        var vars: Variables?
        var children: [String: Group?]?
    }

    /// The variables that are read; all others may hold anything.
    private struct Variables: Sendable, Decodable {
        var values: [String: String]

        private enum Key: String, CodingKey, CaseIterable {
            case ansibleHost = "ansible_host"
            case ansibleUser = "ansible_user"
            case ansiblePort = "ansible_port"
        }

        init(from decoder: any Decoder) throws {
            let keyed = try decoder.container(keyedBy: Key.self)
            values = [:]
            for key in Key.allCases {
                values[key.rawValue] =
                    (try? keyed.decode(Int.self, forKey: key)).map(String.init)
                    ?? (try? keyed.decode(String.self, forKey: key))
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        groups = try decoder.singleValueContainer().decode([String: Group].self)
    }

    /// - Parameter name: the file's name, for errors.
    public func addresses(name: String) throws(Failure) -> [SSHAddress] {
        try InventoryText.unique(
            groups.sorted { $0.key < $1.key }.flatMap { Self.hosts($0.value, inherited: [:]) }, name: name)
    }

    private static func hosts(_ group: Group, inherited: [String: String]) -> [InventoryHost] {
        let shared = inherited.merging(group.vars?.values ?? [:]) { _, own in own }
        let own = (group.hosts ?? [:]).sorted { $0.key < $1.key }.map { name, variables in
            InventoryHost(name: name, variables: shared.merging(variables?.values ?? [:]) { _, host in host })
        }
        let below = (group.children ?? [:]).sorted { $0.key < $1.key }.compactMap(\.value)
        return own + below.flatMap { hosts($0, inherited: shared) }
    }
}
