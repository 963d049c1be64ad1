internal import Foundation
internal import Shell

extension GuestDisk {
    /// A new qcow2 file over this image: what is written goes there, and the image stays as it is.
    ///
    /// - Throws: ``Failure`` when qemu-img cannot make it.
    package func overlay(at path: String) async throws -> GuestDisk {
        try await Shell.check(Command("qemu-img", "create", "-q", "-f", "qcow2", "-b", backingName, "-F", format, path))
        return GuestDisk(
            format: "qcow2", location: .file(path), sourceDevice: sourceDevice, sectorBytes: sectorBytes)
    }

    /// As qemu-img names a backing file.
    private var backingName: String {
        switch location {
        case .file(let path): URL(fileURLWithPath: path).path
        case .nbd(let socket): "nbd+unix:///?socket=\(socket)"
        }
    }
}
