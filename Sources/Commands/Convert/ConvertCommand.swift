internal import ArgumentParser
internal import Converter
internal import Estate
internal import Foundation
internal import Operations
internal import Terminal

/// `p2v convert PLAN`: the plan's servers become VMs, several at once.
struct ConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Carry out a plan: copy each server's disks, make the copy boot, start it, prove that it answers.")

    @Argument(help: "The plan file.") var plan: String
    @Argument(help: "Servers of the plan; all when none is named.") var servers: [String] = []
    @Flag(help: "Go on with a conversion that was left unfinished.") var resume = false
    @Flag(help: "Take it back: remove the VM and its images, start the service on the source.") var undo = false
    @Flag(help: "With --undo: also when the source is off, although the VM holds the newest data.") var discard = false
    @Flag(help: "Say what would be done, and do nothing.") var dryRun = false
    @Flag(help: "Leave the source on. Only where the VM cannot meet it: an isolated network.") var keepSource = false
    @Flag(help: "Copy, start the copies on overlays, cut off from every network, and end there.") var rehearse = false
    @Option(help: "Seconds until the started VM must have answered every proof.") var bootLimit = 600
    @Option(
        help: """
            Keep the copies warm until this local time, HH:MM, and stop the services no earlier; HH:MM-HH:MM: only between \
            them; waves: only in the windows that the plan gives its waves.
            """)
    var cutOverAt: String?
    @Option(help: "Copies at a time, and cut-overs at a time.") var parallel = Convert.Request.usualParallel
    @Option(help: "Do not stop a service when its last pass is expected to take more than this many seconds.")
    var maxOutage: Double?
    @Flag(help: "Stop the service although nobody could say, from the copy, whether the guest would start.")
    var unjudged = false
    @Flag(help: "Do not start the copy on overlays before; it is only looked at.") var noRehearsal = false
    @Option(help: "Most bytes a second of all copies, as of `copy`: 50M, or '08:00,512k 19:00,10M 23:00,off'.")
    var limit: [String] = []
    @Flag(
        help: """
            With --resume: I looked at the source; it is off, and has not worked since p2v stopped its service. Kept in the \
            journal with your name.
            """)
    var sourceIsOff = false
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if rehearse, noRehearsal || undo || dryRun || keepSource {
            throw ValidationError("--rehearse does that alone.")
        }
        if resume, undo { throw ValidationError("--resume and --undo exclude each other.") }
        if sourceIsOff, !resume { throw ValidationError("--source-is-off goes with --resume.") }
        try check(
            .init("--boot-limit", bootLimit, 1...604_800), .init("--max-outage", maxOutage, 0...1e7),
            .init("--parallel", parallel, 1...64))
        if discard, !undo { throw ValidationError("--discard goes with --undo.") }
    }

    func run() async throws {
        try await StepAnnouncer.carryOut(try request(), global)
    }

    private func request() throws -> Convert.Request {
        var request = Convert.Request(
            plan: try PlanSources.plan(at: plan), planName: URL(fileURLWithPath: plan).lastPathComponent,
            servers: servers,
            mode: undo ? .undo(discard: discard) : dryRun ? .preview : rehearse ? .rehearse : .perform,
            options: ConversionOptions(
                resume: resume || rehearse, keepSource: keepSource, bootSeconds: bootLimit, longestOutage: maxOutage,
                acceptsUnjudged: unjudged, rehearses: !noRehearsal),
            sourceIsOff: sourceIsOff)
        request.cutOver = try cutOverAt.map { try CutOverTime($0, now: global.workspace.now(), clock: .local) }
        request.options.rehearsesOnly = rehearse
        request.parallel = parallel
        request.limit = try RateLimit(lines: limit, clock: .local)
        return request
    }
}
