internal import Balancer
internal import Estate
internal import Operations
internal import Terminal

/// Plans as people and scripts see them.
enum BalanceText {
    static func text(_ plan: BalancePlan, seconds: Double, json: Bool) throws -> String {
        if json { return try JSONText.encode(BalanceAnswer(plan, seconds: seconds)) + "\n" }
        return table(plan, seconds: seconds)
    }

    private static func table(_ plan: BalancePlan, seconds: Double) -> String {
        var text = plan.gaps.map { "not observed: \(Sanitised.line($0))\n" }.joined()
        if plan.moves.isEmpty {
            text += "Nothing to move.\n"
        } else {
            var table = Table([">#", "VM", "FROM", "TO", ">PREDICTED", "WHY"])
            for (index, move) in plan.moves.enumerated() {
                let cost = "\(Int(move.cost.seconds.rounded(.up))) s, \(Int(move.cost.blackoutMilliseconds)) ms pause"
                table.add(["\(index + 1)", move.vm, move.from, move.to, cost, move.reason])
            }
            text += table.text
        }
        for stay in plan.stays {
            text +=
                "stays: \(Sanitised.line(stay.vm.isEmpty ? stay.reason : "\(stay.vm) on \(stay.host): \(stay.reason)"))\n"
        }
        for room in plan.rooms ?? [] {
            text += "can start: \(Sanitised.text(room.vm)) on \(Sanitised.text(room.host))\n"
        }
        return text + summary(plan, seconds)
    }

    private static func summary(_ plan: BalancePlan, _ seconds: Double) -> String {
        func line(_ name: String, _ score: BalanceScore) -> String {
            let spare =
                switch score.survivesHostLoss {
                case .known(true): "yes"
                case .known(false): "no (\(score.criticalHosts.prefix(5).joined(separator: ", ")))"
                case .unknown(let reason): "unknown (\(reason))"
                }
            return "\(name): overloaded \(score.overloaded.count), imbalance \(Fixed.text(score.imbalance, 4)), "
                + "hbal metric \(Fixed.text(score.hbal, 8)), survives a host loss: \(spare)\n"
        }
        return line("before", plan.before) + line("after ", plan.after) + (plan.saving.map(saving) ?? "")
            + "\(plan.moves.count) moves, planned and proved in \(Fixed.text(seconds, 3)) s\n"
    }

    private static func saving(_ saving: PowerSaving) -> String {
        let hosts = "can be powered off: \(saving.hosts.joined(separator: ", "))"
        guard let watts = saving.watts, let energy = saving.kilowattHoursPerYear else {
            return hosts + " (their watts are not known: see `power` in the policy)\n"
        }
        let money = saving.moneyPerYear.map { ", \(Fixed.text($0, 0)) in money" } ?? ""
        return hosts + "; that saves \(Fixed.text(watts, 0)) W, \(Fixed.text(energy, 0)) kWh a year\(money)\n"
    }
}
