internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Terminal
internal import DiskCopying
internal import ImageStores

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

    func run() async throws {
        let (store, name) = try await ImageStores.image(options.target)
        let disk = try await options.openSource(trace: passes > 0 || !freeze.isEmpty)
        let line = ProgressLine(quiet: options.json)
        var request = options.request(name)
        request.resume = resume
        request.deltaPasses = passes
        request.verify = !skipVerify
        request.maxOutage = maxOutage
        let copy = ImageCopy(
            source: disk, store: store, request: request, report: line.report, hold: try hold(),
            tell: { expected in
                line.finish()
                CopyText.tell(expected)
            })
        let outcome: ImageCopy.Outcome
        do { outcome = try await copy.run() } catch {
            line.finish()
            throw error
        }
        line.finish()
        print(options.json ? try JSONText.encode(outcome) : CopyText.report(outcome))
    }

    private func hold() throws -> CopySession.Hold? {
        guard !freeze.isEmpty else { return nil }
        guard
            let (host, _) = try DiskAddress.program(
                options.source, acceptNew: options.acceptNew, configuration: options.sshConfig)
        else {
            throw Failure(
                "freeze the source", on: options.source, because: "only servers and this machine can be frozen",
                next: "leave --freeze out, or name the disk as ssh://host/dev/…", exit: .refused)
        }
        return { [freeze, freezeLimit] body in
            try await SourceFreeze.during(on: host, mountPoints: freeze, seconds: freezeLimit, body: body)
        }
    }
}
