internal import ArgumentParser
internal import Balancer
internal import Estate
internal import Foundation
internal import Shell
internal import Store
internal import Terminal

/// `p2v rolling HOST… --run 'command'`: empties, runs, checks and refills one host after another.
struct RollingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rolling",
        abstract: "Work on one host after another: empty it, run a command, refill it.",
        discussion: """
            The command runs here, with P2V_HOST set, by /bin/sh. When it fails the host stays empty and closed, and \
            p2v stops. Run again with the same hosts to go on: hosts that are done are skipped until --afresh.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var balance: BalanceOptions

    @Argument(help: "Hosts, in order.")
    var hosts: [String]

    @Option(name: .customLong("run"), help: "What to run for each host while it is empty.")
    var work: String

    @Flag(help: "Forget which hosts an earlier, interrupted run has done.")
    var afresh = false

    func run() async throws {
        let session = try BalanceSession(global, balance, acts: true)
        try await session.underLease("rolling") { try await roll(session) }
    }

    private func roll(_ session: BalanceSession) async throws {
        let run = "rolling/" + hosts.joined(separator: ",")
        let done = afresh ? [] : try await finished(session, run)
        for host in hosts {
            if done.contains(host) {
                print("\(Sanitised.text(host)): done by an earlier run")
                continue
            }
            try await treat(host, session)
            try await note(session, run, host)
        }
        try await note(session, run, "all")
    }

    private func treat(_ host: String, _ session: BalanceSession) async throws {
        let evacuation = Evacuation(session: session, largestFirst: true)
        try await evacuation.run(host, dryRun: false, partly: false)
        // The operator's own command line, from the operator's own terminal: a shell is what it is written for.
        let output = try await Shell.run(Command(["/usr/bin/env", "P2V_HOST=\(host)", "/bin/sh", "-c", work]))
        for line in output.text.split(separator: "\n") { print(Sanitised.text(String(line))) }
        guard output.status == 0 else {
            throw Failure(
                "work on the host", on: host,
                because: "the command ended with \(output.status): \(output.standardError)",
                next: "\(host) is empty and closed; mend it and run the same line again, or `p2v return \(host)`")
        }
        try await evacuation.bringBack(host, dryRun: false)
    }

    /// Hosts done since the last run over all hosts ended.
    private func finished(_ session: BalanceSession, _ run: String) async throws -> Set<String> {
        var done: Set<String> = []
        for record in try await session.store.records(of: run) {
            if record.step == "all" { done = [] } else { done.insert(record.step) }
        }
        return done
    }

    private func note(_ session: BalanceSession, _ run: String, _ step: String) async throws {
        try await session.store.append(
            JournalRecord(run: run, step: step, event: .finished, at: BalanceSession.now(), detail: ""))
    }
}
