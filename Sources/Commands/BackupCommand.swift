internal import ArgumentParser
internal import Backup
internal import Estate
internal import Operations
internal import Terminal

/// `p2v backup`: points in time of VMs, in a repository that casync reads too.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Back VMs up into a repository that casync can restore too; restore them.",
        subcommands: [
            Make.self, List.self, Verify.self, Prove.self, Restore.self, Files.self, Copy.self, Prune.self, Run.self,
            Check.self,
        ])

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
                try await BackupVerification(of: place.from, vms: vms, at: at, in: place.global.workspace, report: $0)
            }
            try BackupCommand.show(found, found.text, place.global)
            if let failure = found.failure { throw failure }
        }
    }

    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start newest points, cut off from every network, and keep what was seen beside them.")
        @OptionGroup var place: Place
        @Argument(help: "VMs; none: those whose turn it is.") var vms: [String] = []
        @Option(help: "One point of the one VM, as `list` names it; default: the newest.") var at: String?
        @Option(help: "This share of all VMs, 0 to 1: those that were not tried for the longest time.") var share:
            Double?
        @Option(help: "No more VMs than these.") var atMost: Int?
        @Option(help: "Also all VMs that were not proved for so many days.") var everyDays: Double?
        @Option(help: "A plan whose proofs are asked for its servers.") var plan: String?
        @Option(help: "The guest's address with its prefix length, for --dns and --tcp.") var address: String?
        @Option(help: "Wait for the guest's DNS server to answer for this name.") var dns: String?
        @Option(help: "Wait until a service on this TCP port speaks.") var tcp: Int?
        @Option(help: "Wait for these words on the serial console; default: a login prompt.") var console: String?
        @Option(help: "Seconds to wait for each proof.") var timeLimit = 300
        @Flag(help: "Say what would be started.") var dryRun = false

        func validate() throws {
            try check(
                .init("--share", share, 0...1), .init("--at-most", atMost, 1...100_000),
                .init("--every-days", everyDays, 0.01...3650), .init("--time-limit", timeLimit, 1...86_400))
            let chooses = share != nil || atMost != nil || everyDays != nil
            if vms.isEmpty != chooses { throw ValidationError("name VMs, or say --share, --at-most or --every-days") }
            if at != nil, vms.count != 1 { throw ValidationError("--at is a point of one VM: name it") }
        }

        func run() async throws {
            var request = BackupProve.Request(of: place.from)
            (request.vms, request.at, request.plan, request.isTrial) = (vms, at, plan, dryRun)
            request.choice = ProofChoice(share: share, atMost: atMost, everyDays: everyDays)
            request.wish = PointWish(address: address, dns: dns, tcp: tcp, console: console)
            request.limitSeconds = timeLimit
            let seen = try await BackupCommand.watched(place.global) { [request] in
                try await BackupProve(request, in: place.global.workspace, report: $0).run()
            }
            try BackupCommand.show(seen, seen.text, place.global)
            if seen.exit != .done { throw Exit.Signal(exit: seen.exit) }
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

    struct Files: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take one file out of a point, or list a folder of it; nothing is restored for it.")
        @OptionGroup var place: Place
        @Argument(help: "The VM's name, or its UUID.") var vm: String
        @Argument(help: "The file or folder, as the guest names it.") var path: String
        @Option(help: "The point, as `list` names it; default: the newest.") var at: String?
        @Option(help: "The file system that the path begins in, such as /dev/vg/data; default: the guest's root.")
        var volume: String?
        @Option(name: .shortAndLong, help: "Where the file goes; never over another one.") var output: String?

        func run() async throws {
            let found = try await BackupCommand.watched(place.global) {
                try await BackupFiles.run(
                    vm, from: place.from, at: at, file: path, to: output, volume: volume, in: place.global.workspace,
                    report: $0)
            }
            try BackupCommand.show(found, found.text, place.global)
        }
    }

    struct Copy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy points to another repository; only what is missing there.")
        @OptionGroup var place: Place
        @Argument(help: "VMs; none: all of the repository.") var vms: [String] = []
        @Option(help: "The other repository; made in an empty folder.") var to: String
        @Flag(help: "Say what would be copied.") var dryRun = false

        func run() async throws {
            let done = try await BackupCommand.watched(place.global) {
                try await BackupCopy.run(
                    from: place.from, to: to, vms: vms, isTrial: dryRun, in: place.global.workspace, report: $0)
            }
            try BackupCommand.show(done, done.text, place.global)
            if done.exit != .done { throw Exit.Signal(exit: done.exit) }
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make points, copies and proofs as a policy says, then prune.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The policy file, p2v-backup-policy/1.") var policy: String
        @Flag(help: "Say what would be done.") var dryRun = false

        func run() async throws {
            let done = try await BackupCommand.watched(global) {
                try await BackupPolicyRun(policy: policy, isTrial: dryRun, in: global.workspace, report: $0).run()
            }
            try BackupCommand.show(done, done.text, global)
            if done.exit != .done { throw Exit.Signal(exit: done.exit) }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether every VM has a point and a proof as new as a policy wants.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "The policy file, p2v-backup-policy/1.") var policy: String

        func run() async throws {
            let found = try await BackupCheck(policy: policy, in: global.workspace)
            try BackupCommand.show(found, found.text, global)
            if found.exit != .done { throw Exit.Signal(exit: found.exit) }
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
