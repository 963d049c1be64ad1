internal import Estate
internal import Foundation

/// A kernel of this machine, with its modules.
struct MediaKernel: Sendable, Hashable {
    /// `6.1.0-32-amd64`.
    var version: String
    /// The kernel's file.
    var image: String

    var moduleFolder: String { "/lib/modules/\(version)" }

    /// The newest kernel in /boot that can be read and has its modules.
    static func newest(boot: String = "/boot", modules: String = "/lib/modules") throws -> MediaKernel {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: boot)) ?? []
        let versions = names.filter { $0.hasPrefix("vmlinuz-") }.map { String($0.dropFirst("vmlinuz-".count)) }
        let usable = versions.filter {
            FileManager.default.isReadableFile(atPath: "\(boot)/vmlinuz-\($0)")
                && FileManager.default.fileExists(atPath: "\(modules)/\($0)/modules.dep")
        }
        guard let version = usable.max(by: { $0.compare($1, options: .numeric) == .orderedAscending }) else {
            throw Failure(
                "find a kernel for the boot media", on: boot, because: "there is none with modules that can be read",
                next: "apt-get install linux-image-amd64, and run as root", exit: .refused)
        }
        return MediaKernel(version: version, image: "\(boot)/vmlinuz-\(version)")
    }
}
