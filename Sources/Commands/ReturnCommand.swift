internal import ArgumentParser
internal import Estate
internal import Operations

/// `p2v return HOST`: ends a host's maintenance and brings the VMs back that its evacuation moved.
struct ReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return", abstract: "Open an evacuated host and bring its VMs back.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var balance: BalanceOptions
    @OptionGroup var saved: SavedStateOption

    @Argument(help: "The host that was evacuated.")
    var host: String

    @Flag(help: "Show the moves, change nothing.")
    var dryRun = false

    func run() async throws {
        if try saved.rehearse(.refill(host: host), balance, global) { return }
        var request = Evacuate.Request(try balance.terms(), host: host)
        request.dryRun = dryRun
        let printer = BalancePrinter(json: global.json, showsPlans: !global.json || dryRun)
        let done = try await Evacuate(request, in: global.workspace) { printer.take($0) }.bringBack()
        try printer.conclude(done, dryRun: dryRun)
    }
}
