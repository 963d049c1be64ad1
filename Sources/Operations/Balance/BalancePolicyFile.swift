package import Balancer
internal import Estate
internal import Foundation
internal import Terminal

/// The operator's policy, `p2v-balance-policy/1`. All keys but the format may be left out.
package struct BalancePolicyFile: Codable, Sendable {
    package static let format = "p2v-balance-policy/1"

    package var format: String
    package var goal: BalancePolicy.Goal?
    /// Shares of capacity, 0 to 1.
    package var ceiling: Double?
    package var tolerance: Double?
    package var keepSpare: Bool?
    package var coolDownMinutes: Double?
    package var noReturnHours: Double?
    package var linkMiBPerSecond: Double?
    package var budget: BalanceBudget?
    package var rules: [BalanceRule]?
    /// Go on after a failed move; the default stops.
    package var continueOnFailure: Bool?
    package var parallel: MoveLimits?
    /// Hours in which moves may start, by the clock of ``zone``: `22:00-05:00`.
    package var hours: [String]?
    /// Whose clock the hours are: `Europe/Berlin`. Nil: this machine's.
    package var zone: String?
    package var hooks: BalanceHooks?
    /// Over how much of the past load is judged.
    package var window: LoadWindow?
    /// What one host's disks and network can carry; where it is not said, they are not judged.
    package var hostDiskMiBPerSecond: Double?
    package var hostNetworkMiBPerSecond: Double?
    /// Hosts that are to become empty and to stay so: a host that is to leave the pool, or a spare one.
    package var empty: [String]?
    /// VMs of the pool that are off and are to run as soon as a host has room: plans make it, and nights start them.
    package var waiting: [String]?
    /// Order of restarts after a host loss, by VM: lower first. A VM that is not named has 100.
    package var priorities: [String: Int]?
    /// What a host that is powered off saves, where its own watts are not known.
    package var power: HostPower?

    package init() { format = Self.format }

    /// - Throws: ``Failure`` with the file and what is wrong in it.
    package init(reading path: String) throws {
        let text = try TextFile.read(path, to: "read the balance policy", next: "name another file")
        self = try YAMLText.decode(Self.self, from: text, source: path, format: Self.format)
        for (index, line) in YAMLText.lines(ofItemsIn: "rules", of: text).enumerated() where line > 0 {
            rules?[index].line = line
        }
        try validate(source: path)
    }

    package func validate(source: String) throws {
        guard format == Self.format else {
            throw refused(source, "its format is \(format); this p2v reads \(Self.format)")
        }
        for (name, share) in [("ceiling", ceiling), ("tolerance", tolerance)] {
            if let share, !(0...1).contains(share) { throw refused(source, "\(name) is \(share), not between 0 and 1") }
        }
        if let flaw { throw refused(source, flaw.words) }
        if let window, !(0...90).contains(window.days) || !(0...100).contains(window.percentile) {
            throw refused(
                source, "window wants 0 to 90 days (load is kept by the hour for 90) and a percentile of 0 to 100")
        }
        try hooks?.validate { refused(source, $0) }
        for text in hours ?? [] { _ = try DayHours(text, source: source) }
        guard let zone, ZoneClock(named: zone) == nil else { return }
        throw refused(source, "zone is \(zone), which is no zone that this machine knows (Europe/Berlin)")
    }

    /// The clock of the hours.
    var clock: ZoneClock { zone.flatMap(ZoneClock.init(named:)) ?? .local }

    package func policy(default goal: BalancePolicy.Goal = .balance, now: Double? = nil) -> BalancePolicy {
        var policy = BalancePolicy(goal: self.goal ?? goal)
        if let ceiling { policy.ceiling = ceiling }
        if let tolerance { policy.tolerance = tolerance }
        if let keepSpare { policy.keepSpare = keepSpare }
        if let coolDownMinutes { policy.coolDown = coolDownMinutes * 60 }
        if let noReturnHours { policy.noReturn = noReturnHours * 3600 }
        if let linkMiBPerSecond { policy.linkBytesPerSecond = linkMiBPerSecond * 1_048_576 }
        if let budget { policy.budget = budget }
        policy.empty = empty ?? []
        policy.now = now
        return policy
    }

    /// Puts what only the policy knows into what was observed. May be done again after VMs were added.
    package func complete(_ state: inout BalanceState) {
        for index in state.hosts.indices {
            state.hosts[index].diskBytesPerSecond = hostDiskMiBPerSecond.map { $0 * 1_048_576 }
            state.hosts[index].networkBytesPerSecond = hostNetworkMiBPerSecond.map { $0 * 1_048_576 }
        }
        for (index, machine) in state.machines.enumerated() {
            if let priority = priorities?[machine.name] { state.machines[index].priority = priority }
        }
        close(&state)
        let known = Set(state.machines.map(\.name))
        state.rules = (rules ?? []).map { rule in
            // A rule may name VMs that are off, and hosts keep their names.
            var rule = rule
            rule.machines = rule.machines.filter(known.contains)
            return rule
        }
    }

    /// Nothing enters a host that is to become empty.
    package func close(_ state: inout BalanceState) {
        for index in state.hosts.indices where state.hosts[index].state == .active {
            if empty?.contains(state.hosts[index].name) == true { state.hosts[index].state = .maintenance }
        }
    }

    private func refused(_ source: String, _ because: String) -> Failure {
        Failure("read the balance policy", on: source, because: because, next: "correct the file", exit: .refused)
    }
}
