package import Estate
package import Shell

/// An Ansible inventory in YAML form: groups with `hosts`, `vars` and `children`. Decoded by whoever reads YAML.
package struct InventoryTree: Sendable, Decodable {
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

    package init(from decoder: any Decoder) throws {
        groups = try decoder.singleValueContainer().decode([String: Group].self)
    }

    /// - Parameter name: the file's name, for errors.
    package func addresses(name: String) throws(Failure) -> [SSHAddress] {
        var all: [InventoryHost] = []
        let shared = groups["all"]?.vars?.values ?? [:]
        for (name, group) in groups.sorted(by: { $0.key < $1.key }) {
            all += try Self.hosts(group, inherited: shared.merging(referred(name)) { _, own in own })
        }
        return try InventoryText.unique(all, name: name)
    }

    /// A group may stand at the top and be named, without content, as another's child: it inherits from there.
    private func referred(_ name: String) -> [String: String] {
        groups.values.reduce(into: [:]) { found, group in
            if let children = group.children, children.keys.contains(name), children[name].flatMap({ $0 }) == nil {
                found.merge(group.vars?.values ?? [:]) { _, new in new }
            }
        }
    }

    private static func hosts(_ group: Group, inherited: [String: String]) throws(Failure) -> [InventoryHost] {
        let shared = inherited.merging(group.vars?.values ?? [:]) { _, own in own }
        var all: [InventoryHost] = []
        for (pattern, variables) in (group.hosts ?? [:]).sorted(by: { $0.key < $1.key }) {
            let merged = shared.merging(variables?.values ?? [:]) { _, host in host }
            all += try InventoryINI.expanded(pattern).map { InventoryHost(name: $0, variables: merged) }
        }
        for (_, child) in (group.children ?? [:]).sorted(by: { $0.key < $1.key }) {
            if let child { all += try hosts(child, inherited: shared) }
        }
        return all
    }
}
