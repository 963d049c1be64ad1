internal import Estate

/// The variables of a host or a group that are read; all others may hold anything.
struct InventoryVariables: Sendable, Decodable, OpenKeys {
    let values: [String: String]

    private static let read = [
        "ansible_host", "ansible_user", "ansible_port", "ansible_ssh_host", "ansible_ssh_user", "ansible_ssh_port",
        "ansible_group_priority",
    ]

    /// - Throws: where one that is read is neither text nor a number: it is not taken for absent.
    init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: InventoryKey.self)
        var values: [String: String] = [:]
        for name in Self.read {
            let key = InventoryKey(stringValue: name)
            guard keyed.contains(key), try !keyed.decodeNil(forKey: key) else { continue }
            values[name] =
                if let number = try? keyed.decode(Int.self, forKey: key) { String(number) } else {
                    try keyed.decode(String.self, forKey: key)
                }
        }
        self.values = values
    }
}
