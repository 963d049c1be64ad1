internal import ArgumentParser
internal import Estate
internal import Pool
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

    mutating func validate() throws {
        guard (0.1...600).contains(interval) else {
            throw ValidationError("--interval is between 0.1 and 600 seconds")
        }
    }

    func run() async throws {
        let pool = try global.openPool()
        let state = try await PoolState(
            pool: pool.name, hosts: pool.hosts(), machines: pool.machines(), storage: pool.storage(),
            load: load ? pool.load(over: .seconds(interval)) : nil)
        if state.hosts.contains(where: { !$0.reachable }) || state.storage.contains(where: { $0.totalBytes == 0 }) {
            for failure in await pool.silences() { Note.write("\(failure)") }
        }
        print(global.json ? try JSONText.encode(state) : PoolTables(state: state).text)
    }
}
