internal import ArgumentParser
internal import Estate
internal import Logging
internal import Operations

/// `p2v recover HOST`: starts the VMs of a dead host on the others.
struct RecoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Start a dead host's VMs on the other hosts.",
        discussion: """
            Without --confirmed-dead only says what would be started where (exit code 2). With it you say that HOST is \
            off and stays off: p2v refuses while the host answers, or while another is silent that is not named by \
            --also-dead, starts no VM that any other host runs or whose image is in use there, takes each image's lease on the SR against another p2v, and starts nothing while an image is \
            still written. A VM whose images cannot be watched stays down unless --fence or --despite-unwatched is given. A \
            host behind a cut cable whose VMs write nothing looks dead all the same: --fence runs a \
            command that must make sure first. What the host ran is known from the last rebalance, evacuate or nightly run. Before \
            the host returns to the pool, remove its own definitions of these VMs (virsh undefine).
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var balance: BalanceOptions
    @OptionGroup var saved: SavedStateOption

    @Argument(help: "The dead host.")
    var host: String

    @Flag(help: "The host is off and stays off: start its VMs elsewhere.")
    var confirmedDead = false

    @Flag(help: .init("What goes without --confirmed-dead.", visibility: .hidden))
    var dryRun = false

    @Option(help: "Another host that is off and stays off as well; may be repeated.")
    var alsoDead: [String] = []

    @Option(help: "A program that turns the host off, given its name; VMs start only when it ends with 0.")
    var fence: String?

    @Option(help: "Seconds to watch the images for writes before the first start.")
    var watchImages = 15.0

    @Flag(
        help: ArgumentHelp(
            "Start also VMs whose images cannot be watched, without --fence: you know that the host does not run them.")
    )
    var despiteUnwatched = false

    func validate() throws {
        // Without a watch "nobody writes" would be said of images that nobody looked at.
        if saved.simulate != nil, confirmedDead { throw ValidationError("--simulate has no hosts to start VMs on.") }
        if dryRun, confirmedDead { throw ValidationError("--dry-run and --confirmed-dead exclude each other.") }
        guard (1...3600).contains(watchImages) else { throw ValidationError("--watch-images is 1 to 3600 seconds") }
    }

    func run() async throws {
        var request = Recover.Request(try balance.terms(), host: host)
        request.confirmedDead = confirmedDead
        request.alsoDead = Set(alsoDead)
        request.fence = fence
        request.watchSeconds = watchImages
        request.despiteUnwatched = despiteUnwatched
        let json = global.json
        let tried = try saved.simulate.map { try Rehearsal(policy: request.terms.policy).recover($0, host: host) }
        if let tried { RecoveryText.show(tried, json) }
        let plan =
            if let tried { tried } else {
                try await Recover(request, in: global.workspace) { Self.show($0, json) }.run()
            }
        if !confirmedDead, !plan.restarts.isEmpty { throw Exit.Signal(exit: .changesPending) }
        if !plan.stays.isEmpty { throw Exit.Signal(exit: .unproved) }
    }

    private static func show(_ event: Recover.Event, _ json: Bool) {
        switch event {
        case .balance(let event): BalancePrinter(json: json, showsPlans: false).take(event)
        case .planned(let plan): RecoveryText.show(plan, json)
        case .unwatched(_, let why): NoteHandler.notes.notice("\(why)")
        case .started(let vm, let host): BalancePrinter.say("started \(vm) on \(host)")
        }
    }
}
