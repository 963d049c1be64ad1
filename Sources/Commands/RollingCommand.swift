internal import ArgumentParser
internal import Estate
internal import Operations

/// `p2v rolling HOST… --run 'command'`: empties, runs, checks and refills one host after another.
struct RollingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rolling",
        abstract: "Work on one host after another: empty it, run a command, refill it.",
        discussion: """
            The command runs here, with P2V_HOST set, by /bin/sh; what it says is shown as it comes. When it fails, or is \
            not done within --time-limit, the host stays empty and closed, and p2v stops. A host that goes away within 20 s \
            of its end reboots: its VMs come home when it is back. The same line again skips what is done (not: --afresh).
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var balance: BalanceOptions

    @Argument(help: "Hosts, in order.")
    var hosts: [String]

    @Flag(help: "Show for each host what would move, as the pool is now; change and run nothing.")
    var dryRun = false

    @Option(name: .customLong("run"), help: "What to run for each host while it is empty.")
    var work: String

    @Flag(help: "Forget which hosts an earlier, interrupted run has done.")
    var afresh = false

    @Option(help: "Seconds that the command may take for one host; it is ended then, and the host stays closed.")
    var timeLimit: Double?

    @Option(help: "Seconds that a host which reboots may be away.")
    var awayLimit = 1800.0

    func validate() throws {
        for seconds in [timeLimit ?? 1, awayLimit] where !(1...604_800).contains(seconds) {
            throw ValidationError("--time-limit and --away-limit are 1 to 604800 seconds")
        }
    }

    func run() async throws {
        if dryRun { return try await look() }
        var request = Rolling.Request(try balance.terms(), hosts: hosts, work: work)
        request.limit = timeLimit.map { .seconds($0) }
        request.awayLimit = .seconds(awayLimit)
        request.afresh = afresh
        let printer = BalancePrinter(json: global.json, showsPlans: !global.json)
        let stopped = try await Rolling(request, in: global.workspace) { printer.take($0) }.roll()
        if let stopped { try printer.conclude(stopped) }
    }

    private func look() async throws {
        let printer = BalancePrinter(json: global.json, showsPlans: true)
        for host in hosts {
            var request = Evacuate.Request(try balance.terms(), host: host)
            request.dryRun = true
            let seen = try await Evacuate(request, in: global.workspace) { printer.take($0) }.empty()
            if let blindness = seen.blindness { throw blindness }
        }
        throw Exit.Signal(exit: .changesPending)
    }
}
