internal import ArgumentParser
internal import Estate
internal import Foundation
internal import ImageStores
internal import Operations
internal import Pool
internal import Terminal
internal import XenAPI

/// `p2v import IMAGE --sr NAME`: an image into any SR of a XAPI pool, through the API.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Write an image into an SR of a XenServer or XCP-ng pool, through the API.",
        discussion: """
            For SRs that are no NFS export: `p2v convert` writes onto those directly, resumable. The server takes an \
            image only from its beginning to its end; when that fails, the new VDI is removed. Prints the VDI's UUID.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The image: a raw file or a VHD.")
    var image: String

    @Option(help: "The SR, by name or UUID.")
    var sr: String

    @Option(help: "The new VDI's name; the file's name when absent.")
    var name: String?

    @Option(
        help: "raw or vhd; it is never guessed.",
        transform: { text in
            guard let format = DiskFormat(rawValue: text) else { throw ValidationError("--format is raw or vhd") }
            return format
        })
    var format: DiskFormat

    func run() async throws {
        let configuration = try global.workspace.poolConfiguration()
        guard configuration.kind == .xapi else {
            throw Failure(
                "import the image", on: configuration.name, because: "only pools with XAPI import images",
                next: "copy it onto the SR with p2v copy", exit: .refused)
        }
        let pool = try global.workspace.xenPool(configuration)
        let file: FileUpload
        do { file = try FileUpload(path: image) } catch {
            throw Failure("read the image", on: image, because: "\(error)", next: "check the path and its rights")
        }
        let label = name ?? URL(fileURLWithPath: image).lastPathComponent
        let bytes = format == .raw ? UInt64(file.bytes) : try await VHDCheck.diskBytes(of: image)
        let uuid = try await pool.createImage(label, bytes: bytes, on: sr)
        let line = ProgressLine(quiet: global.json)
        do {
            let source = ReportingUpload(file, title: "Importing \(label)", report: line.report)
            try await pool.importImage(source, into: uuid, format: format)
        } catch {
            line.finish()
            // Also after Ctrl-C: half an image is of no use to anybody.
            await Task { try? await pool.removeImage(uuid) }.value
            throw error
        }
        line.finish()
        print(global.json ? try JSONText.encode(Answer(vdi: uuid, name: label, bytes: bytes)) : uuid)
    }

    private struct Answer: Encodable {
        var format = "p2v-import/1"
        var vdi: String
        var name: String
        var bytes: UInt64
    }
}

/// Says how much of a file has been sent.
private final class ReportingUpload: UploadSource {
    let bytes: Int64
    private let file: FileUpload
    private let title: String
    private let report: ProgressReport

    init(_ file: FileUpload, title: String, report: @escaping ProgressReport) {
        (self.file, self.title, self.report) = (file, title, report)
        bytes = file.bytes
    }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let got = try file.read(at: offset, into: buffer)
        report(StepProgress(title, done: Double(offset) + Double(got), total: Double(bytes), unit: .bytes))
        return got
    }
}
