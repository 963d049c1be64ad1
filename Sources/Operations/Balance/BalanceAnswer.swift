package import Balancer

/// `p2v-balance/1` as printed with `--json`: the plan, and how long it took with reading and checking.
package struct BalanceAnswer: Encodable {
    private let plan: BalancePlan
    private let seconds: Double

    package init(_ plan: BalancePlan, seconds: Double) {
        self.plan = plan
        self.seconds = seconds
    }

    private enum Key: String, CodingKey { case seconds }

    package func encode(to encoder: any Encoder) throws {
        try plan.encode(to: encoder)
        var box = encoder.container(keyedBy: Key.self)
        try box.encode(seconds, forKey: .seconds)
    }
}
