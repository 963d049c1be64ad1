internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Operations
internal import Store
internal import Terminal

/// `p2v diff A B`, `p2v diff PLAN`, `p2v diff SERVER`: what changed between two plans, between a plan and the pool, or
/// between the last two scans of a server.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: """
            Compare two plans, a plan with the machines that run, or the last two scans of a server. Exit code 2: they \
            differ.
            """)

    @Argument(help: "The plan's file; or the name of a scanned server, where no file has that name.")
    var first: String

    @Argument(help: "The plan to compare with; the pool when absent.")
    var second: String?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        if second == nil, !FileManager.default.fileExists(atPath: first) {
            let store = try global.workspace.openStore()
            if try await !store.profileHistory(of: first, limit: 1).isEmpty {
                return try await ServerChanges(of: first, in: global.workspace).show(json: global.json)
            }
        }
        try await comparePlans()
    }

    private func comparePlans() async throws {
        let comparison = try await PlanComparison(first, with: second, in: global.workspace)
        if global.json {
            print(try JSONText.encode(comparison))
        } else {
            for line in comparison.changes { print(Sanitised.text(line)) }
        }
        if !comparison.changes.isEmpty { throw Exit.Signal(exit: .changesPending) }
    }
}
