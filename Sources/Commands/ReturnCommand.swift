internal import ArgumentParser
internal import Balancer
internal import Estate

/// `p2v return HOST`: ends a host's maintenance and brings the VMs back that its evacuation moved.
struct ReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return", abstract: "Open an evacuated host and bring its VMs back.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var balance: BalanceOptions

    @Argument(help: "The host that was evacuated.")
    var host: String

    @Flag(help: "Show the moves, change nothing.")
    var dryRun = false

    func run() async throws {
        let session = try BalanceSession(global, balance, acts: !dryRun)
        try await session.underLease("return \(host)") {
            try await Evacuation(session: session, largestFirst: true).bringBack(host, dryRun: dryRun)
        }
    }
}
