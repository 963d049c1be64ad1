/// A pool at one moment: what the balancer plans from. Its JSON form is the file format `p2v-cluster/1`.
///
/// Units: memory in MiB, processor load in cores, disk and network in bytes per second.
package struct BalanceState: Sendable, Hashable, Codable {
    package static let format = "p2v-cluster/1"

    package var format = Self.format
    package var hosts: [BalanceHost]
    package var machines: [BalanceMachine]
    package var rules: [BalanceRule]
    /// Of how many past days the machines' hours are, 24 a day, oldest first. 0: they are hours of a day or a week that
    /// stands for all, and every one of them has to fit.
    package var days: Int
    /// When it was so, in seconds since 1970; nil where nobody says, and then no move counts as lately made.
    package var at: Double?
    /// VMs that are off and wait for room to start.
    package var waiting: [BalanceWaiting] = []
    /// What could not be observed, in plain words; shown with every plan made from this state.
    package var gaps: [String]

    package init(
        hosts: [BalanceHost], machines: [BalanceMachine], rules: [BalanceRule] = [], days: Int = 0, gaps: [String] = []
    ) {
        self.hosts = hosts
        self.machines = machines
        self.rules = rules
        self.days = days
        self.gaps = gaps
    }

    private enum Key: String, CodingKey { case format, hosts, machines, rules, days, at, waiting, gaps }

    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        format = try box.decode(String.self, forKey: .format)
        hosts = try box.decode([BalanceHost].self, forKey: .hosts)
        machines = try box.decode([BalanceMachine].self, forKey: .machines)
        rules = try box.decodeIfPresent([BalanceRule].self, forKey: .rules) ?? []
        days = try box.decodeIfPresent(Int.self, forKey: .days) ?? 0
        at = try box.decodeIfPresent(Double.self, forKey: .at)
        waiting = try box.decodeIfPresent([BalanceWaiting].self, forKey: .waiting) ?? []
        gaps = try box.decodeIfPresent([String].self, forKey: .gaps) ?? []
    }

    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: Key.self)
        try box.encode(format, forKey: .format)
        try box.encode(hosts, forKey: .hosts)
        try box.encode(machines, forKey: .machines)
        if !rules.isEmpty { try box.encode(rules, forKey: .rules) }
        if days != 0 { try box.encode(days, forKey: .days) }
        try box.encodeIfPresent(at, forKey: .at)
        if !waiting.isEmpty { try box.encode(waiting, forKey: .waiting) }
        if !gaps.isEmpty { try box.encode(gaps, forKey: .gaps) }
    }
}
