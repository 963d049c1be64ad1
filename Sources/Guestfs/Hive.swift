internal import CGuestfs
internal import Glibc

/// An open Windows registry hive. Reads only; valid inside the closure of ``Session/hive(_:_:)``.
package struct Hive {
    let session: Session
    let root: Int64

    /// A key of the hive.
    package struct Key: Hashable {
        let node: Int64
    }

    /// The key at `path`, with `\` between names; the root for an empty one. Names are compared without case.
    package func key(_ path: String) -> Key? {
        var node = root
        for name in path.split(separator: "\\") {
            node = unsafe guestfs_hivex_node_get_child(session.handle, node, String(name))
            guard node > 0 else { return nil }
        }
        return Key(node: node)
    }

    /// Names of the keys below `key`, in the hive's order, at most `limit`.
    package func names(below key: Key, limit: Int = 20_000) -> [String] {
        guard let list = unsafe guestfs_hivex_node_children(session.handle, key.node) else { return [] }
        defer { unsafe guestfs_free_hivex_node_list(list) }
        return unsafe (0..<min(Int(list.pointee.len), limit)).compactMap { at in
            guard let name = unsafe guestfs_hivex_node_name(session.handle, list.pointee.val[at].hivex_node_h) else {
                return nil
            }
            defer { unsafe free(name) }
            return unsafe String(cString: name)
        }
    }

    /// Names of the values of `key`.
    package func valueNames(of key: Key, limit: Int = 20_000) -> [String] {
        guard let list = unsafe guestfs_hivex_node_values(session.handle, key.node) else { return [] }
        defer { unsafe guestfs_free_hivex_value_list(list) }
        return unsafe (0..<min(Int(list.pointee.len), limit)).compactMap { at in
            guard let name = unsafe guestfs_hivex_value_key(session.handle, list.pointee.val[at].hivex_value_h) else {
                return nil
            }
            defer { unsafe free(name) }
            return unsafe String(cString: name)
        }
    }

    /// The type and the data of one value of a key; nil where there is none. Types are those of [MS-RRP] 3.1.1.5.
    package func value(_ name: String, of key: Key) -> (type: Int64, bytes: [UInt8])? {
        let handle = unsafe guestfs_hivex_node_get_value(session.handle, key.node, name)
        guard handle > 0 else { return nil }
        let type = unsafe guestfs_hivex_value_type(session.handle, handle)
        var size = 0
        guard let pointer = unsafe guestfs_hivex_value_value(session.handle, handle, &size) else { return nil }
        return unsafe (type, session.owned(pointer, size))
    }
}
