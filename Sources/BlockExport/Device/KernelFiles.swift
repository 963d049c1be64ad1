internal import Glibc

/// Small files and folders of /sys and /proc. A question that failed is nil, never empty.
struct KernelFiles: Sendable {
    /// In front of every path; a test's own tree.
    var root = ""

    func text(_ path: String) -> String? {
        let descriptor = open(root + path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            if count > 0 { bytes += piece[..<count] } else if errno != EINTR { return nil }
        }
    }

    /// The first line.
    func word(_ path: String) -> String? {
        text(path).map { String($0.prefix { $0 != "\n" }) }
    }

    func number(_ path: String) -> UInt64? { word(path).flatMap { UInt64($0) } }

    /// Without `.` and `..`; nil where the folder cannot be listed.
    func names(in folder: String) -> [String]? {
        guard let directory = opendir(root + folder) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else { return errno == 0 ? names.sorted() : nil }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

    /// Where a path leads once all links are followed; of the real system, since links in /sys are.
    static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
