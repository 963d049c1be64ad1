internal import ArgumentParser
internal import Estate
internal import Operations
internal import Terminal

/// `p2v pool`: what there is.
struct PoolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pool", abstract: "Show the pool's hosts, machines and storage.")

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Also watch the machines for --interval seconds and show how many cores they keep busy.")
    var load = false

    @Option(help: "Seconds to watch.")
    var interval = 2.0

    @Option(help: "Say whether any this many hosts can be lost, and which machines would not fit on the others.")
    var failures: Int?

    @Option(help: "With --failures: the balance policy, whose rules count.")
    var policy: String?

    mutating func validate() throws {
        guard failures.map({ (1...8).contains($0) }) ?? true else {
            throw ValidationError("--failures is between 1 and 8")
        }
        guard policy == nil || failures != nil else { throw ValidationError("--policy goes with --failures") }
        guard (0.1...600).contains(interval) else {
            throw ValidationError("--interval is between 0.1 and 600 seconds")
        }
    }

    func run() async throws {
        if let failures {
            let file = try policy.map { try BalancePolicyFile(reading: $0) } ?? BalancePolicyFile()
            let count = try await LossCount(of: failures, policy: file, in: global.workspace)
            return try LossText(count: count).show(json: global.json)
        }
        let state = try await saying("asking the hosts\(load ? ", watching their load for \(interval) s" : "")") {
            try await PoolState(watchedFor: load ? .seconds(interval) : nil, in: global.workspace)
        }
        print(global.json ? try JSONText.encode(state) : PoolTables(state: state).text)
        if let blindness = state.blindness { throw blindness }
    }
}
