internal import Balancer
internal import Estate
internal import Operations
internal import Foundation
internal import Operations
internal import Terminal

/// `rebalance --simulate`: reads a saved state, plans, checks, prints. Nothing is touched.
struct BalanceRehearsal {
    var options: BalanceOptions
    var json: Bool
    var output: String?

    func run(_ name: String) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let isGaneti = name.hasPrefix("ganeti:")
        let path = isGaneti ? String(name.dropFirst("ganeti:".count)) : name
        let file = try options.policyFile()
        var state = try read(path, isGaneti)
        state.rules += file.rules ?? []
        let policy = file.policy(default: isGaneti ? .ganeti : .balance)
        let plan = try BalanceDesk.checkedPlan(state, policy, power: file.power)
        let seconds = (clock.now - start) / .seconds(1)
        if let output { try BalanceDesk.save(plan, of: state, to: output) }
        print(try BalanceDesk.text(plan, seconds: seconds, json: json), terminator: "")
        if !plan.moves.isEmpty { throw Exit.Signal(exit: .changesPending) }
    }

    private func read(_ path: String, _ isGaneti: Bool) throws -> BalanceState {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure("read the state", on: path, because: "it cannot be read", next: "name another file")
        }
        let text = String(decoding: data, as: UTF8.self)
        if isGaneti { return try GanetiText.read(text, source: path) }
        return try JSONText.decode(SavedState.self, from: text, source: path).state
    }
}
