internal import Balancer
internal import Estate
internal import Foundation
internal import LiveMigration
internal import Operations
internal import Terminal

/// Shows what happens while VMs are moved: plans and reports on standard output, all else on standard error.
struct BalancePrinter: Sendable {
    let json: Bool
    /// With JSON a plan is shown only when nothing else will be printed.
    let showsPlans: Bool

    func take(_ event: BalanceEvent) {
        switch event {
        case .settled(let settled):
            for action in settled.actions { Self.say("\(settled.machine): \(action)") }
            Self.say("an earlier move of \(settled.machine) is settled: \(settled.explanation)")
        case .interrupted(let made, let planned):
            Self.say("an earlier run was interrupted after \(made) of \(planned) moves; planning anew")
        case .planned(let plan, let seconds):
            if showsPlans { show { try BalanceText.text(plan, seconds: seconds, json: json) } }
        case .made(let report): show { try text(report) }
        case .progress(let line), .hookFailed(let line), .refreshing(let line), .notReported(let line): Self.say(line)
        case .doneBefore(let host): print("\(Sanitised.text(host)): done by an earlier run; --afresh does it again")
        case .output(let line, let isError): isError ? Self.say(line) : print(Sanitised.text(line))
        }
    }

    /// Prints what was done, and fails when it was not all of it.
    func conclude(_ report: BalanceRunReport) throws {
        print(try text(report), terminator: "")
        guard let stopped = report.stopped else { return }
        if Task.isCancelled { throw Exit.Signal(exit: .interrupted) }
        throw Failure(
            "make all moves", on: "the pool", because: stopped, next: "see `p2v rebalance` for what is left to do")
    }

    /// The end of a host's emptying or refilling.
    func conclude(_ result: MaintenanceResult, dryRun: Bool) throws {
        if dryRun, result.isPending { throw Exit.Signal(exit: .changesPending) }
        if let blindness = result.blindness { throw blindness }
        if let report = result.report { try conclude(report) }
        if let left = result.left { throw left }
    }

    static func say(_ text: String) {
        complain(Sanitised.line(text))
    }

    private func text(_ report: BalanceRunReport) throws -> String {
        if json { return try JSONText.encode(report) + "\n" }
        return "\(report.count(.moved)) moved, \(report.count(.failed)) failed, \(report.count(.left)) left\n"
    }

    private func show(_ text: () throws -> String) {
        do { print(try text(), terminator: "") } catch { Self.say("\(error)") }
    }
}
