internal import Estate
internal import Glibc

/// Small files and folders of this machine.
enum LocalFile {
    /// The whole file; also those of `/proc`, which say that they are empty.
    static func bytes(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(file, &buffer, buffer.count)
            guard count >= 0 else { return nil }
            guard count > 0 else { return result }
            result += buffer[..<count]
        }
    }

    static func text(_ path: String) -> String? { bytes(path).map { String(decoding: $0, as: UTF8.self) } }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

    /// Where a symbolic link points.
    static func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 256)
        let count = readlink(path, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var result: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { result.append(name) }
        }
        return result
    }

    /// Makes a folder and those above it, for root alone to write.
    static func makeFolder(_ path: String, mode: mode_t = 0o755) throws(Failure) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            if mkdir(made, made == path ? mode : 0o755) != 0, errno != EEXIST {
                throw failure("make the folder", path)
            }
        }
    }

    /// Writes a file as a whole: the old one or the new one is there, never a part.
    static func write(_ text: String, to path: String, mode: mode_t = 0o644) throws(Failure) {
        let partial = path + ".partial"
        let file = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { throw failure("write", path) }
        var left = Array(text.utf8)[...]
        while !left.isEmpty {
            let count = left.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else {
                close(file)
                throw failure("write", path)
            }
            left = left.dropFirst(count)
        }
        guard close(file) == 0, rename(partial, path) == 0 else { throw failure("write", path) }
    }

    static func failure(_ attempted: String, _ path: String) -> Failure {
        Failure(
            attempted, on: path, because: String(cString: strerror(errno)),
            next: "check the folder, its file system and the free space")
    }
}
