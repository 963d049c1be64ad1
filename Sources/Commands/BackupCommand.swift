internal import ArgumentParser
internal import Backup
internal import Estate
internal import Operations
internal import Terminal

/// `p2v backup`: points in time of VMs, in a repository that casync reads too.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Back VMs up into a repository that casync can restore too; restore them.",
        subcommands: [Make.self, List.self, Verify.self, Restore.self, Prune.self])

    struct Place: ParsableArguments {
        @Option(help: "The repository: a folder on another SR, disk or machine.") var from: String
        @OptionGroup var global: GlobalOptions
    }

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a point in time of each VM; they go on running.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "VMs.") var vms: [String] = []
        @Flag(help: "All VMs of the pool.") var all = false
        @Option(help: "The repository: a folder on another SR, disk or machine; made in an empty folder.") var to:
            String
        @Option(help: "A folder of the hosts for what VMs overwrite meanwhile.") var scratch = "/var/tmp"
        @Flag(help: "Say what would be backed up.") var dryRun = false

        func validate() throws {
            if all == !vms.isEmpty { throw ValidationError("name VMs, or say --all") }
        }

        func run() async throws {
            var request = BackupRun.Request(vms: vms, to: to)
            (request.scratch, request.isTrial) = (scratch, dryRun)
            let made = try await BackupCommand.watched(global) {
                try await BackupRun(request, in: global.workspace, report: $0).run()
            }
            if let failure = made.failure, !global.json { throw failure }
            try BackupCommand.show(made, made.text, global)
            if let failure = made.failure { throw failure }
            if made.exit != .done { throw Exit.Signal(exit: made.exit) }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the points of a repository.")
        @OptionGroup var place: Place

        func run() async throws {
            let list = try BackupList(of: place.from)
            try BackupCommand.show(list, list.text, place.global)
            if let failure = list.failure { throw failure }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read every chunk of points, and compare it with its name.")
        @OptionGroup var place: Place
        @Argument(help: "VMs; none: all of the repository.") var vms: [String] = []
        @Option(help: "One point only, as `list` names it.") var at: String?

        func run() async throws {
            let found = try await BackupCommand.watched(place.global) {
                try await BackupVerification(of: place.from, vms: vms, at: at, report: $0)
            }
            try BackupCommand.show(found, found.text, place.global)
            if let failure = found.failure { throw failure }
        }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Restore a VM beside the one there is, or one disk to a file; never over a VM.")
        @OptionGroup var place: Place
        @Argument(help: "The VM's name, or its UUID.") var vm: String
        @Option(help: "The point, as `list` names it; default: the newest.") var at: String?
        @Option(help: "The host that gets the VM.") var toHost: String?
        @Option(help: "The restored VM's name; default: NAME-restored.") var name: String?
        @Option(help: "The SR for its images; default: the pool's default one.") var sr: String?
        @Flag(help: "As the same VM (name, UUID, addresses), where no host knows it any more.") var same = false
        @Option(help: "Restore only this disk, such as vda, to --output.") var disk: String?
        @Option(name: .shortAndLong, help: "The file for --disk.") var output: String?
        @Flag(help: "Say what would be restored.") var dryRun = false

        func run() async throws {
            var request = BackupRestore.Request(vm, from: place.from)
            (request.point, request.host, request.name, request.sr) = (at, toHost, name, sr)
            (request.isSame, request.disk, request.output, request.isTrial) = (same, disk, output, dryRun)
            let result = try await BackupCommand.watched(place.global) { [request] in
                try await BackupRestore(request, report: $0).run(in: place.global.workspace)
            }
            try BackupCommand.show(result, result.text, place.global)
            if dryRun { throw Exit.Signal(exit: .changesPending) }
        }
    }

    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove points beyond those to keep, and chunks that no point needs.")
        @OptionGroup var place: Place
        @Option(help: "So many newest points of each VM stay.") var last = 0
        @Option(help: "The newest of each day, so many days.") var daily = 0
        @Option(help: "The newest of each week, so many weeks.") var weekly = 0
        @Option(help: "The newest of each month, so many months.") var monthly = 0
        @Flag(help: "Say what would be removed.") var dryRun = false

        func run() async throws {
            let kept = Retention(last: last, daily: daily, weekly: weekly, monthly: monthly)
            let done = try await BackupPrune(of: place.from, keeping: kept, isTrial: dryRun, in: place.global.workspace)
            try BackupCommand.show(done, done.text, place.global)
            if done.exit != .done { throw Exit.Signal(exit: done.exit) }
        }
    }

    private static func show(_ document: some Encodable, _ text: String, _ global: GlobalOptions) throws {
        print(global.json ? try JSONText.encode(document) + "\n" : text, terminator: "")
    }

    private static func watched<Value>(
        _ global: GlobalOptions, _ work: (@escaping ProgressReport) async throws -> Value
    ) async throws -> Value {
        let line = ProgressLine(quiet: global.json)
        defer { line.finish() }
        return try await work(line.report)
    }
}
