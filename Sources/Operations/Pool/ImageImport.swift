package import Estate
internal import Foundation
internal import ImageStores
internal import Pool
package import XenAPI

/// An image into any SR of a XAPI pool, through the API: the document `p2v-import/1`.
package struct ImageImport: Encodable, Sendable {
    package let format = "p2v-import/1"
    package let vdi: String
    package let name: String
    package let bytes: UInt64

    /// - Parameters:
    ///   - sr: by name or UUID.
    ///   - name: of the new VDI; the file's name when nil.
    /// - Throws: ``Failure``; the new VDI is removed then, or the failure names it.
    package init(
        _ image: String, as kind: DiskFormat, to sr: String, name: String?, in workspace: Workspace,
        progress: @escaping ProgressReport
    ) async throws {
        let configuration = try workspace.poolConfiguration()
        guard configuration.kind == .xapi else {
            throw Failure(
                "import the image", on: configuration.name, because: "only pools with XAPI import images",
                next: "copy it onto the SR with p2v copy", exit: .refused)
        }
        let pool = try workspace.xenPool(configuration)
        let file: FileUpload
        do { file = try FileUpload(path: image) } catch {
            throw Failure("read the image", on: image, because: "\(error)", next: "check the path and its rights")
        }
        let label = name ?? URL(fileURLWithPath: image).lastPathComponent
        let bytes = kind == .raw ? UInt64(file.bytes) : try await VHDCheck.diskBytes(of: image)
        let source = ReportingUpload(file, title: "Importing \(label)", report: progress)
        vdi = try await pool.importNewImage(label, bytes: bytes, from: source, format: kind, on: sr)
        (self.name, self.bytes) = (label, bytes)
    }
}
