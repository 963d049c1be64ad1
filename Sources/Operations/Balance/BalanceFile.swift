internal import Balancer
internal import Estate
internal import Foundation
internal import Terminal

/// Plans and states in files, for review and rehearsal.
enum BalanceFile {
    /// With what the plan was made from, so that it is not applied to another pool than that.
    static func save(_ plan: BalancePlan, of state: BalanceState, to path: String) throws {
        var plan = plan
        plan.basis = BalanceBasis(state)
        try write(try JSONText.encode(plan), to: path)
    }

    static func save(_ state: BalanceState, to path: String) throws {
        try write(try JSONText.encode(state), to: path)
    }

    static func plan(_ path: String) throws -> BalancePlan {
        let text = try TextFile.read(path, to: "read the plan", next: "name another file")
        let plan = try JSONText.decode(BalancePlan.self, from: text, source: path)
        guard plan.format == BalancePlan.format else {
            throw Failure(
                "read the plan", on: path, because: "its format is \(plan.format)",
                next: "this p2v reads \(BalancePlan.format)", exit: .refused)
        }
        return plan
    }

    /// - Parameter isGaneti: in Ganeti's text format.
    static func state(_ path: String, isGaneti: Bool) throws -> BalanceState {
        let text = try text(path)
        if isGaneti { return try GanetiText.read(text, source: path) }
        return try JSONText.decode(SavedState.self, from: text, source: path).state
    }

    /// The text of a saved state.
    static func text(_ path: String) throws -> String {
        try TextFile.read(path, to: "read the state", next: "name another file")
    }

    private static func write(_ text: String, to path: String) throws {
        do {
            try text.appending("\n").write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw Failure("write the file", on: path, because: "\(error)", next: "name another file")
        }
    }
}
