internal import ArgumentParser
internal import Converter
internal import Estate
internal import Foundation
internal import Shell
internal import Store
internal import Terminal

/// `p2v convert PLAN`: the plan's servers become VMs, one after the other.
struct ConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Carry out a plan: copy each server's disks, make the copy boot, start it, prove that it answers.")

    @Argument(help: "The plan file.") var plan: String
    @Argument(help: "Servers of the plan; all when none is named.") var servers: [String] = []
    @Flag(help: "Go on with a conversion that was left unfinished.") var resume = false
    @Flag(help: "Take a conversion back: remove the VM and its images, start the service on the source.") var undo =
        false
    @Flag(help: "With --undo: also when the source is off, although the VM holds the newest data.") var discard = false
    @Flag(help: "Say what would be done, and do nothing.") var dryRun = false
    @Flag(help: "Leave the source running. Only where the VM cannot meet it: in an isolated network.") var keepSource =
        false
    @Option(help: "Seconds until the started VM must have answered every proof.") var bootLimit = 600
    @Option(help: "Keep the copies warm until this local time, HH:MM, and stop the services no earlier.")
    var cutOverAt: String?
    @Option(help: "Do not stop a service when its last pass is expected to take more than this many seconds.")
    var maxOutage: Double?
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if resume, undo { throw ValidationError("--resume and --undo exclude each other.") }
        if discard, !undo { throw ValidationError("--discard goes with --undo.") }
    }

    func run() async throws {
        let document = try PlanSources.plan(at: plan)
        let kit = try ConversionKit(global: global, plan: plan)
        let options = ConversionOptions(
            keepSource: keepSource, bootSeconds: bootLimit,
            cutOverAt: try cutOverAt.map {
                Moment(seconds: try ClockTime.next($0, after: Date()).timeIntervalSince1970)
            }, longestOutage: maxOutage)
        for server in try chosen(of: document) {
            try await convert(server, kit, options)
        }
    }

    private func chosen(of document: Plan) throws -> [PlannedServer] {
        guard !servers.isEmpty else { return document.servers }
        return try servers.map { name in
            guard let server = document.servers.first(where: { $0.server == name }) else {
                throw Failure(
                    "convert", on: Sanitised.text(name),
                    because: "the plan does not have it"
                        + Nearest.hint(for: name, among: document.servers.map(\.server)),
                    next: "name a server of \(plan)", exit: .refused)
            }
            return server
        }
    }

    private func convert(_ server: PlannedServer, _ kit: ConversionKit, _ options: ConversionOptions) async throws {
        let progress = ProgressLine(quiet: global.json)
        let conversion = try await kit.conversion(of: server, options: options, report: progress.report)
        let announcer = StepAnnouncer(server: server.server, json: global.json, progress: progress)
        let steps = conversion.steps()
        if dryRun { return announcer.preview(steps, server) }
        let lease = try kit.lease(of: server.server)
        defer { withExtendedLifetime(lease) {} }
        let run = StepRun(
            run: Conversion.run(of: server.server), steps: steps, journal: kit.store,
            now: { Moment(seconds: Date().timeIntervalSince1970) }, announce: announcer.announce)
        if undo {
            try await run.undo(discard: discard)
            return announcer.say("\(server.server): taken back")
        }
        do {
            try await run.perform(resume: resume)
        } catch is CancellationError {
            throw stopped(server)
        }
        announcer.say("\(server.server) runs as a VM on \(server.host)")
    }

    private func stopped(_ server: PlannedServer) -> Failure {
        Failure(
            "finish the conversion", on: server.server, because: "stopped by the operator; what was copied is kept",
            next: "go on with: p2v convert \(plan) \(server.server) --resume, or take it back with --undo",
            exit: .interrupted)
    }
}
