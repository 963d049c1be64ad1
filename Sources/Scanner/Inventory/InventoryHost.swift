internal import Estate
internal import Shell

/// One host of an inventory, with the variables that say how to reach it.
struct InventoryHost: Sendable, Hashable {
    var name: String
    var variables: [String: String] = [:]

    /// `ansible_host`, `ansible_user`, `ansible_port`, and the older names with `_ssh_`. Passwords are not read.
    func address() throws(Failure) -> SSHAddress {
        func variable(_ key: String) -> String? {
            variables["ansible_\(key)"] ?? variables["ansible_ssh_\(key)"] ?? variables[key]
        }
        var text = variable("host") ?? name
        if !text.contains("/"), !text.contains("["), text.filter({ $0 == ":" }).count > 1 { text = "[\(text)]" }
        if let user = variable("user") { text = "\(user)@\(text)" }
        if let port = variable("port") { text += ":\(port)" }
        return try SSHAddress(text)
    }
}
