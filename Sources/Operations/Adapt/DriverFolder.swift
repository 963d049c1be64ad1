internal import Estate
internal import Foundation
internal import Shell

/// The operator's drivers for Windows as a folder; an ISO is unpacked into one that is removed afterwards.
package struct DriverFolder: Sendable {
    package var folder: String
    private var isTemporary: Bool

    /// - Parameter path: a folder or an ISO; nil for none.
    package static func open(_ path: String?) async throws -> DriverFolder? {
        guard let path else { return nil }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Failure(
                "open the drivers for Windows", on: path, because: "there is no such file or folder",
                next: "give the virtio-win ISO, or a folder laid out like it", exit: .refused)
        }
        if isFolder.boolValue { return DriverFolder(folder: path, isTemporary: false) }
        let folder = NSTemporaryDirectory() + "p2v-drivers-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let result = DriverFolder(folder: folder, isTemporary: true)
        do {
            try await Shell.check(
                Command("xorriso", "-osirrox", "on", "-indev", URL(fileURLWithPath: path).path, "-extract", "/", folder)
            )
        } catch {
            result.close()
            throw error
        }
        return result
    }

    package func close() {
        guard isTemporary else { return }
        // Files of an ISO are read-only.
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        for name in names {
            try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: "\(folder)/\(name)")
        }
        try? FileManager.default.removeItem(atPath: folder)
    }
}
