/// Where everything of the lab is. All of it is in the cache folder.
///
/// ```
/// cache/lock                    held by the p2v that changes the lab
/// cache/qemu/                   unpacked packages; kept
/// cache/key cache/images/       the console's ssh key, the servers' golden disks; kept
/// cache/state/                  the running lab; removed by `down`
///     lib/                      the nodes' scripts
///     files/                    hosts, resolv.conf, ssh/ as the console sees them
///     pki/ hosta/ hostb/ nfs1/ sr/ dns01/ web01/ … guests/
///     pool.yaml p2v.sqlite
/// ```
struct Layout: Sendable, Hashable {
    var cache: String

    var lock: String { cache + "/lock" }
    var qemu: String { cache + "/qemu" }
    var key: String { cache + "/key" }
    var images: String { cache + "/images" }

    var state: String { cache + "/state" }
    var lib: String { state + "/lib" }
    var files: String { state + "/files" }
    var ssh: String { files + "/ssh" }
    var pki: String { state + "/pki" }
    var clientPKI: String { pki + "/console" }
    var sr: String { state + "/sr" }
    var guests: String { state + "/guests" }
    var poolFile: String { state + "/pool.yaml" }
    var store: String { state + "/p2v.sqlite" }
    /// Holds the settings the running lab was started with; written last, so that it says that `up` came to its end.
    var complete: String { state + "/complete" }
    /// Holds what was made outside of the cache folder, one path a line, written before it is made.
    var outside: String { state + "/outside" }

    /// A server's first disk; the last of its files that is placed.
    func serverDisk(_ server: Node = .dns01) -> String { folder(server) + "/disk-0.raw" }
    /// There while the server is meant to be on; a clean power-off removes it.
    func serverOn(_ server: Node) -> String { folder(server) + "/on" }

    func folder(_ node: Node) -> String { state + "/" + node.rawValue }
    func log(_ node: Node) -> String { folder(node) + "/console.log" }

    /// The mark of a node's processes.
    func mark(_ node: Node) -> String { state + "#" + node.rawValue }
}
