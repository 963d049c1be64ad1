internal import ArgumentParser
internal import Balancer
internal import Estate

/// `p2v evacuate HOST`: moves all VMs off a host and closes it; `p2v return HOST` opens it and brings them back.
struct EvacuateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evacuate",
        abstract: "Empty a host for maintenance, by live migration.",
        discussion: """
            What cannot move is said before anything moves, and then nothing moves (exit code 3) unless --partly is \
            given. The host stays closed until `p2v return HOST`.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var balance: BalanceOptions

    @Argument(help: "The host to empty.")
    var host: String

    @Flag(help: "Show the moves, change nothing.")
    var dryRun = false

    @Flag(help: "Move what can move although something cannot.")
    var partly = false

    @Flag(help: "Smallest VMs first; the default is largest first, while there is most room.")
    var smallestFirst = false

    func run() async throws {
        let session = try BalanceSession(global, balance, acts: !dryRun)
        try await session.underLease("evacuate \(host)") {
            let evacuation = Evacuation(session: session, largestFirst: !smallestFirst)
            try await evacuation.run(host, dryRun: dryRun, partly: partly)
        }
    }
}
