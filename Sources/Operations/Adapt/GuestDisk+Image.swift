package import Adaptation
internal import Estate
internal import Foundation

extension GuestDisk {
    /// As QEMU names them.
    private static let formats = ["raw", "qcow2", "vpc"]

    /// - Parameter image: a file, or an NBD server's socket as `nbd:/path`.
    /// - Throws: ``Failure`` (refused) when there is no such file, or no such format.
    package init(image: String, format: String, sectorBytes: Int? = nil) throws {
        guard Self.formats.contains(format) else {
            throw Failure(
                "open the image", on: image,
                because: "its format is none: \(format)" + Nearest.hint(for: format, among: Self.formats),
                next: "--format is \(Self.formats.joined(separator: ", "))", exit: .refused)
        }
        if image.hasPrefix("nbd:") {
            self.init(format: format, location: .nbd(socket: String(image.dropFirst(4))), sectorBytes: sectorBytes)
            return
        }
        guard FileManager.default.fileExists(atPath: image) else {
            throw Failure(
                "open the image", on: image, because: "there is no such file", next: "check the path", exit: .refused)
        }
        self.init(format: format, location: .file(URL(fileURLWithPath: image).path), sectorBytes: sectorBytes)
    }
}
