/// Which image a disk is, so that two names of one image are seen to be the same.
///
/// An NFS server has many names (short, full, address). Unless both servers are repositories of the configuration, the
/// path alone decides: to refuse a start that would have been safe costs a question, the other mistake costs the disk.
struct ImageName: Hashable {
    /// Nil for a path on the host.
    var server: String?
    var path: String

    /// - Parameter url: `nfs://server/export/file`, `file:///path` or a path.
    init(_ url: String) {
        if url.hasPrefix("nfs://") {
            let rest = url.dropFirst(6)
            let slash = rest.firstIndex(of: "/") ?? rest.endIndex
            server = String(rest[..<slash])
            path = Self.tidy(rest[slash...])
        } else {
            path = Self.tidy(url.hasPrefix("file://") ? url.dropFirst(7) : url[...])
        }
    }

    func isSame(as other: ImageName, distinctServers: Set<String>) -> Bool {
        guard path == other.path, (server == nil) == (other.server == nil) else { return false }
        guard let server, let otherServer = other.server, server != otherServer else { return true }
        return !(distinctServers.contains(server) && distinctServers.contains(otherServer))
    }

    /// One slash where there are several, and no `.` components.
    private static func tidy(_ path: Substring) -> String {
        "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}
