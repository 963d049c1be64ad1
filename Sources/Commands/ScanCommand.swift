internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Scanner
internal import Shell
internal import Store
internal import Terminal

/// `p2v scan ssh://user@host …`: profiles of servers, into the store.
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Learn everything about servers that still run, over ssh, without changing them."
    )

    @Argument(help: "Servers: ssh://user@host:port, user@host or host.")
    var servers: [String]

    @Flag(help: "Learn host keys that are not known yet. A changed key is refused all the same.")
    var acceptNew = false

    @Option(help: "Servers to scan at the same time.")
    var jobs = 16

    @Option(help: "Seconds for each server.")
    var timeout = 60

    @Flag(help: "Also read the utilisation history that sysstat keeps on the servers.")
    var history = false

    @Option(help: "A file of ssh settings to use in place of your own.")
    var sshConfig: String?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if servers.isEmpty { throw ValidationError("name at least one server") }
        if jobs < 1 || jobs > 512 { throw ValidationError("--jobs is 1 to 512") }
        if timeout < 1 || timeout > 86_400 { throw ValidationError("--timeout is 1 to 86400 seconds") }
    }

    func run() async throws {
        let addresses = try servers.map { try SSHAddress($0) }
        let recorder = ScanRecorder(store: try global.openStore())
        var scanner = ServerScanner(timeout: timeout, acceptNew: acceptNew, configuration: sshConfig) {
            Moment(seconds: Date().timeIntervalSince1970)
        }
        scanner.history = history
        let line = ProgressLine(quiet: global.json)
        try await recorder.begin()
        try await FleetScan(scanner, jobs: jobs).run(addresses, progress: line.report) { outcome in
            try await recorder.record(outcome)
        }
        line.finish()
        let run = await recorder.run
        print(global.json ? try JSONText.encode(run) : ScanText.report(run), terminator: global.json ? "\n" : "")
        if !run.failed.isEmpty { throw Exit.Signal(exit: run.exit) }
    }
}
