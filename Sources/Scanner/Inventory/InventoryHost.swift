internal import Estate
internal import Shell

/// One host of an inventory, with the variables that say how to reach it.
struct InventoryHost: Sendable, Hashable {
    var name: String
    var variables: [String: String] = [:]

    /// `ansible_host`, `ansible_user`, `ansible_port`, and the older names with `_ssh_`, which Ansible prefers. Passwords are
    /// not read.
    func address() throws(Failure) -> SSHAddress {
        func variable(_ key: String) -> String? {
            variables["ansible_ssh_\(key)"] ?? variables["ansible_\(key)"]
        }
        for key in ["host", "user", "port"] {
            guard let value = variable(key), value.contains("{{") || value.contains("$ANSIBLE_VAULT") else { continue }
            throw Failure(
                "read the inventory", on: name,
                because:
                    "its ansible_\(key) is \(value.contains("{{") ? "a template" : "encrypted"), and only Ansible can read it",
                next: "write the value itself, or give p2v a list of addresses")
        }
        var text = variable("host") ?? name
        if !text.contains("/"), !text.contains("["), text.filter({ $0 == ":" }).count > 1 { text = "[\(text)]" }
        if let user = variable("user") { text = "\(user)@\(text)" }
        if let port = variable("port") { text += ":\(port)" }
        return try SSHAddress(text)
    }
}
