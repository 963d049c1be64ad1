internal import Estate
internal import ArgumentParser
internal import Terminal
internal import DiskCopying
internal import Operations

/// `p2v copy SOURCE TARGET`: one disk to one image, with the engine that conversions use.
struct CopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "Copy a disk to an image, resumable and verified; a low-level command.",
        discussion: """
            SOURCE is ssh://root@host/dev/sda, an NBD URI, or a file. TARGET is nfs://server/export/NAME or a path.
            The image is written as NAME.part and gets its name when it has been verified.
            A disk that is in use is copied warm: passes while it works, then --freeze holds its file systems still for
            the last pass and the proof.
            """)

    @OptionGroup var options: CopyOptions

    @Flag(help: "Go on with the copy that was cut, from its last checkpoint.")
    var resume = false

    @Flag(help: "Publish without comparing source and image.")
    var skipVerify = false

    @Option(help: "Delta passes after the first one, before the verification.")
    var passes = 0

    @Option(help: "Hold this mounted file system of the source still for the last pass; repeat it, the root last.")
    var freeze: [String] = []

    @Option(help: "The longest freeze, in seconds.")
    var freezeLimit = 60

    @Option(help: "Do not freeze when that is expected to take longer than this many seconds.")
    var maxOutage: Double?

    func validate() throws {
        try check(
            .init("--passes", passes, 0...1000), .init("--freeze-limit", freezeLimit, 1...86_400),
            .init("--max-outage", maxOutage, 0...1e7))
    }

    func run() async throws {
        let line = ProgressLine(quiet: options.json)
        var ending = CopyJob.Ending()
        ending.resume = resume
        ending.passes = passes
        ending.verify = !skipVerify
        ending.freeze = freeze
        ending.freezeLimit = freezeLimit
        ending.maxOutage = maxOutage
        let outcome: ImageCopy.Outcome
        do { outcome = try await options.job.copy(ending, events: options.events(line)) } catch {
            line.finish()
            throw error
        }
        line.finish()
        print(options.json ? try JSONText.encode(outcome) : CopyText.report(outcome))
    }
}
