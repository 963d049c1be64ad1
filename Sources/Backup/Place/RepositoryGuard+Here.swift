internal import Foundation

extension RepositoryGuard {
    /// The guard of a folder of this machine.
    package init(of path: String) {
        self.init(
            Self.place(of: path), own: Self.ownAddresses(), addresses: Self.addresses(of:), lookUp: Self.place(of:))
    }

    /// Where a path lies, by the kernel's table of mounts (proc(5), mountinfo).
    static func place(of path: String) -> Place {
        guard let real = realpath(path, nil) else { return .unknown(because: "\(path) cannot be reached here") }
        defer { free(real) }
        var status = stat()
        guard stat(real, &status) == 0, let table = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        else { return .unknown(because: "the mounts of this machine cannot be read") }
        return place(of: String(cString: real), mounts: table)
    }

    /// File systems whose source is no disk of this machine.
    private static let network = [
        "nfs", "nfs4", "cifs", "smb3", "ceph", "fuse.sshfs", "9p", "virtiofs", "fuse.glusterfs",
    ]

    /// Devices that are a file or another machine's disk.
    private static let indirect = ["/dev/loop", "/dev/nbd", "/dev/rbd", "/dev/drbd"]

    /// - Parameters:
    ///   - path: absolute, without links.
    ///   - mounts: a mountinfo table.
    static func place(of path: String, mounts: String) -> Place {
        var best: (root: String, fields: [Substring])?
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count >= 9, let dash = fields.firstIndex(of: "-"),
                dash + 2 < fields.count
            else { continue }
            let root = unescaped(fields[4])
            guard path == root || path.hasPrefix(root == "/" ? "/" : root + "/") else { continue }
            // Of two at one place, the later one lies on top.
            if root.utf8.count >= best?.root.utf8.count ?? 0 { best = (root, fields) }
        }
        guard let best, let dash = best.fields.firstIndex(of: "-") else {
            return .unknown(because: "no mount holds \(path)")
        }
        let (type, source) = (String(best.fields[dash + 1]), unescaped(best.fields[dash + 2]))
        // What was mounted of the source, and the way from there.
        let inner = unescaped(best.fields[3])
        let below = (inner == "/" ? "" : inner) + path.dropFirst(best.root == "/" ? 0 : best.root.count)
        if network.contains(type) { return remote(source, below) }
        if type.hasPrefix("fuse"), type != "fuseblk" {
            return .unknown(because: "what is behind \(type) \(source) is not known")
        }
        if indirect.contains(where: source.hasPrefix) {
            return .unknown(because: "what is behind \(source) is not known")
        }
        return .local(number: String(best.fields[2]), device: source.hasPrefix("/dev/") ? source : nil)
    }

    /// `server:/path`, `user@server:/path`, `//server/share`.
    private static func remote(_ source: String, _ below: String) -> Place {
        if source.hasPrefix("//") {
            let parts = source.dropFirst(2).split(separator: "/", maxSplits: 1)
            guard let server = parts.first else { return .unknown(because: "\(source) names no server") }
            return .remote(server: String(server), path: "/" + parts.dropFirst().joined() + below)
        }
        guard let colon = source.range(of: ":/") else { return .unknown(because: "\(source) names no server") }
        let host = source[..<colon.lowerBound].split(separator: "@").last.map(String.init) ?? ""
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        let path = "/" + source[colon.upperBound...]
        return .remote(server: bare, path: (path == "/" ? "" : path) + below)
    }

    /// Spaces and backslashes are written as octal numbers.
    private static func unescaped(_ text: Substring) -> String {
        String(text).replacing("\\040", with: " ").replacing("\\011", with: "\t").replacing("\\134", with: "\\")
    }

    private static func addresses(of name: String) -> Set<String>? {
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, nil, &list) == 0 else { return nil }
        defer { freeaddrinfo(list) }
        var found: Set<String> = []
        var entry = list
        while let one = entry {
            if let text = text(one.pointee.ai_addr, one.pointee.ai_addrlen) { found.insert(text) }
            entry = one.pointee.ai_next
        }
        return found
    }

    private static func ownAddresses() -> Set<String>? {
        var list: UnsafeMutablePointer<ifaddrs>?
        var found: Set<String> = ["127.0.0.1", "::1"]
        guard getifaddrs(&list) == 0 else { return nil }
        defer { freeifaddrs(list) }
        var entry = list
        while let one = entry {
            if let address = one.pointee.ifa_addr, [AF_INET, AF_INET6].contains(Int32(address.pointee.sa_family)) {
                let isOld = Int32(address.pointee.sa_family) == AF_INET
                let length = isOld ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
                if let text = text(address, socklen_t(length)) { found.insert(text) }
            }
            entry = one.pointee.ifa_next
        }
        return found
    }

    private static func text(_ address: UnsafeMutablePointer<sockaddr>?, _ length: socklen_t) -> String? {
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard let address, getnameinfo(address, length, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) == 0
        else {
            return nil
        }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
