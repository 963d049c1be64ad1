internal import Balancer
internal import Estate

/// The operator's policy, `p2v-balance-policy/1`. All keys but the format may be left out.
struct BalancePolicyFile: Codable, Sendable {
    static let format = "p2v-balance-policy/1"

    var format: String
    var goal: BalancePolicy.Goal?
    /// Shares of capacity, 0 to 1.
    var ceiling: Double?
    var tolerance: Double?
    var keepSpare: Bool?
    var coolDownMinutes: Double?
    var noReturnHours: Double?
    var linkMiBPerSecond: Double?
    var budget: BalanceBudget?
    var rules: [BalanceRule]?
    /// Go on after a failed move; the default stops.
    var continueOnFailure: Bool?
    var parallel: MoveLimits?
    /// Hours of local time in which moves may start: `22:00-05:00`.
    var hours: [String]?
    var hooks: BalanceHooks?
    /// Over how much of the past load is judged.
    var window: LoadWindow?
    /// What a host that is powered off saves, where its own watts are not known.
    var power: HostPower?

    init() { format = Self.format }

    func validate(source: String) throws {
        guard format == Self.format else {
            throw refused(source, "its format is \(format); this p2v reads \(Self.format)")
        }
        for (name, share) in [("ceiling", ceiling), ("tolerance", tolerance)] {
            if let share, !(0...1).contains(share) { throw refused(source, "\(name) is \(share), not between 0 and 1") }
        }
        if let rate = linkMiBPerSecond, rate <= 0 { throw refused(source, "linkMiBPerSecond is \(rate)") }
        if let window, window.days < 0 || !(0...100).contains(window.percentile) {
            throw refused(source, "window wants days of 0 or more and a percentile of 0 to 100")
        }
        try hooks?.validate { refused(source, $0) }
        for text in hours ?? [] { _ = try DayHours(text, source: source) }
    }

    func policy(default goal: BalancePolicy.Goal = .balance, now: Double? = nil) -> BalancePolicy {
        var policy = BalancePolicy(goal: self.goal ?? goal)
        if let ceiling { policy.ceiling = ceiling }
        if let tolerance { policy.tolerance = tolerance }
        if let keepSpare { policy.keepSpare = keepSpare }
        if let coolDownMinutes { policy.coolDown = coolDownMinutes * 60 }
        if let noReturnHours { policy.noReturn = noReturnHours * 3600 }
        if let linkMiBPerSecond { policy.linkBytesPerSecond = linkMiBPerSecond * 1_048_576 }
        if let budget { policy.budget = budget }
        policy.now = now
        return policy
    }

    private func refused(_ source: String, _ because: String) -> Failure {
        Failure("read the balance policy", on: source, because: because, next: "correct the file", exit: .refused)
    }
}
