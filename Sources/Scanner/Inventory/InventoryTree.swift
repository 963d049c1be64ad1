package import Estate
package import Shell

/// An Ansible inventory in YAML form: groups with `hosts`, `vars` and `children`. Decoded by whoever reads YAML.
package struct InventoryTree: Sendable, Decodable, OpenKeys {
    private var groups: InventoryPairs<Group?>

    private struct Group: Sendable, Decodable, OpenKeys {
        var hosts: InventoryPairs<InventoryVariables?>?
        var vars: InventoryVariables?
        var children: InventoryPairs<Group?>?
    }

    package init(from decoder: any Decoder) throws {
        groups = try InventoryPairs(from: decoder)
    }

    /// - Parameter name: the file's name, for errors.
    package func addresses(name: String) throws(Failure) -> [SSHAddress] {
        var model = InventoryModel()
        for (name, group) in groups.all { try Self.add(name, group, to: &model) }
        return try InventoryText.unique(model.hosts(), name: name)
    }

    private static func add(_ name: String, _ group: Group?, to model: inout InventoryModel) throws(Failure) {
        for (key, value) in group?.vars?.values ?? [:] { model.say(key, value, of: name) }
        for (pattern, own) in group?.hosts?.all ?? [] { try model.add(pattern, to: name, own?.values ?? [:]) }
        for (child, content) in group?.children?.all ?? [] {
            model.hold(child, in: name)
            try add(child, content, to: &model)
        }
    }
}
