internal import ArgumentParser
internal import Estate
internal import Operations
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
        let line = ProgressLine(quiet: global.json)
        defer { line.finish() }
        let done = try await ImageImport(
            image, as: format, to: sr, name: name, in: global.workspace, progress: line.report)
        line.finish()
        print(global.json ? try JSONText.encode(done) : done.vdi)
    }
}
