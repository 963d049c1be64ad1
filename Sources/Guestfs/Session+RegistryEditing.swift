internal import CGuestfs

/// A value of a Windows registry: its type (1 text, 2 expandable, 3 binary, 4 number, 7 list) and its bytes.
package struct RegistryValue: Sendable, Hashable {
    package var type: Int64
    package var bytes: [UInt8]

    package init(type: Int64, bytes: [UInt8]) {
        self.type = type
        self.bytes = bytes
    }
}

/// Registry hives of a Windows guest, read and written by hivex inside the appliance. Keys are named from the hive's
/// root, and found whatever their letters' case.
extension Session {
    /// Opens one hive at a time. Changes are kept when `body` returns and `write` is set.
    package func withHive<R>(_ path: String, write: Bool, _ body: () throws -> R) throws -> R {
        try check("open the hive \(path)", unsafe p2v_guestfs_hivex_open(handle, path, write ? 1 : 0))
        defer { _ = unsafe guestfs_hivex_close(handle) }
        let result = try body()
        if write { try check("save the hive \(path)", unsafe guestfs_hivex_commit(handle, nil)) }
        return result
    }

    /// - Returns: nil when there is no such key.
    package func registryKey(_ path: [String]) -> Int64? {
        var node = unsafe guestfs_hivex_root(handle)
        for name in path {
            guard node > 0 else { return nil }
            node = unsafe guestfs_hivex_node_get_child(handle, node, name)
        }
        return node > 0 ? node : nil
    }

    /// The names of the keys below a key.
    package func registryKeys(below path: [String]) -> [String] {
        guard let key = registryKey(path), let children = unsafe guestfs_hivex_node_children(handle, key) else {
            return []
        }
        defer { unsafe guestfs_free_hivex_node_list(children) }
        return unsafe (0..<Int(children.pointee.len)).compactMap { index in
            unsafe try? text("name of a key", guestfs_hivex_node_name(handle, children.pointee.val[index].hivex_node_h))
        }
    }

    package func registryValue(_ name: String, of path: [String]) -> RegistryValue? {
        guard let key = registryKey(path) else { return nil }
        let value = unsafe guestfs_hivex_node_get_value(handle, key, name)
        guard value > 0 else { return nil }
        var size = 0
        guard let pointer = unsafe guestfs_hivex_value_value(handle, value, &size) else { return nil }
        return unsafe RegistryValue(type: guestfs_hivex_value_type(handle, value), bytes: owned(pointer, size))
    }

    /// Makes the keys that are missing.
    package func setRegistryValue(_ name: String, _ value: RegistryValue, of path: [String]) throws(GuestfsError) {
        var node = unsafe guestfs_hivex_root(handle)
        for part in path {
            let child = unsafe guestfs_hivex_node_get_child(handle, node, part)
            node = unsafe child > 0 ? child : guestfs_hivex_node_add_child(handle, node, part)
            if node <= 0 { throw failure("make the key \(part)") }
        }
        let status = unsafe value.bytes.withUnsafeBytes { raw in
            var empty: CChar = 0
            guard let base = unsafe raw.assumingMemoryBound(to: CChar.self).baseAddress else {
                return unsafe guestfs_hivex_node_set_value(handle, node, name, value.type, &empty, 0)
            }
            return unsafe guestfs_hivex_node_set_value(handle, node, name, value.type, base, raw.count)
        }
        try check("set the value \(name)", status)
    }

    package func deleteRegistryKey(_ path: [String]) throws(GuestfsError) {
        guard let key = registryKey(path) else { return }
        try check("delete the key \(path.last ?? "")", unsafe guestfs_hivex_node_delete_child(handle, key))
    }
}
