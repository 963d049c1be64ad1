internal import ArgumentParser
internal import Estate
internal import Terminal
internal import Transfer

/// `p2v copy SOURCE TARGET`: one disk to one image, with the engine that conversions use.
struct CopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "Copy a disk to an image, resumable and verified; a low-level command.",
        discussion: """
            SOURCE is ssh://root@host/dev/sda, an NBD URI, or a file. TARGET is nfs://server/export/NAME or a path.
            The image is written as NAME.part and gets its name when it has been verified.
            """)

    @Argument(help: "The disk.")
    var source: String

    @Argument(help: "The image.")
    var target: String

    @Option(help: "raw, qcow2 or vhd. Without it the image's name says it: .qcow2, .vhd, all else raw.")
    var format: CopyFormat?

    @Option(help: "Of a VHD: dynamic (XenServer's) or fixed.")
    var subformat: VHDSubformat = .dynamic

    @Flag(help: "Go on with the copy that was cut, from its last checkpoint.")
    var resume = false

    @Flag(help: "Publish without comparing source and image.")
    var skipVerify = false

    @Option(help: "Delta passes after the first one, before the verification.")
    var passes = 0

    @Option(help: "Most bytes a second read from the source.")
    var limit: UInt64?

    @Flag(help: "Copy also what the file systems call free.")
    var whole = false

    @Flag(help: "Learn a host key that is not known yet.")
    var acceptNew = false

    @Option(help: "A file of ssh settings to use in place of your own.")
    var sshConfig: String?

    @Flag(help: "Print versioned JSON.")
    var json = false

    private func imageFormat(of name: String) -> ImageFormat {
        let chosen = format?.imageFormat ?? ImageFormat(ofName: name)
        return chosen == .vhd && subformat == .fixed ? .vhdFixed : chosen
    }

    func run() async throws {
        let options = SourceOptions(bytesPerSecond: limit, wholeDevice: whole)
        let disk = try await DiskAddress.source(
            source, acceptNew: acceptNew, configuration: sshConfig, options: options)
        let (store, name) = try await DiskAddress.image(target)
        let line = ProgressLine(quiet: json)
        let request = ImageCopy.Request(
            image: name, format: imageFormat(of: name), resume: resume, deltaPasses: passes, verify: !skipVerify)
        let outcome = try await ImageCopy(source: disk, store: store, request: request, report: line.report).run()
        line.finish()
        await disk.close()
        print(json ? try JSONText.encode(outcome) : CopyText.report(outcome))
    }
}
