internal import Estate
internal import Foundation

/// The programs of this machine that go onto the media or build them.
struct MediaPrograms: Sendable {
    /// Paths by name.
    private let paths: [String: String]

    /// Each program with the Debian package that brings it.
    private static let needed = [
        "busybox": "busybox-static", "dropbear": "dropbear-bin", "dropbearkey": "dropbear-bin", "cpio": "cpio",
        "depmod": "kmod", "modinfo": "kmod", "ldd": "libc-bin", "zstd": "zstd", "grub-mkrescue": "grub-common",
        "xorriso": "xorriso", "mformat": "mtools",
    ]

    /// GRUB's parts for each firmware.
    private static let loaders = [
        "/usr/lib/grub/i386-pc": "grub-pc-bin", "/usr/lib/grub/x86_64-efi": "grub-efi-amd64-bin",
    ]

    /// - Throws: ``Failure`` that names every package that is missing.
    static func find() throws -> MediaPrograms {
        let folders = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"]
        var paths: [String: String] = [:]
        var missing: Set<String> = []
        for (program, package) in needed {
            let place = folders.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
            paths[program] = place
            if place == nil { missing.insert(package) }
        }
        for (folder, package) in loaders where !FileManager.default.fileExists(atPath: folder) {
            missing.insert(package)
        }
        guard missing.isEmpty else {
            throw Failure(
                "make boot media", on: "this machine", because: "programs are missing",
                next: "apt-get install \(missing.sorted().joined(separator: " "))", exit: .refused)
        }
        return MediaPrograms(paths: paths)
    }

    /// - Precondition: the program is one of those looked for.
    func path(_ name: String) -> String { paths[name] ?? name }
}
