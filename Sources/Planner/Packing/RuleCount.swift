/// Counts how far the rules of a ``PackingProblem`` are used while hosts are being filled.
struct RuleCount {
    private let rules: PackingRules
    /// Members on the hosts of each limit.
    private var limited: [Int]
    /// Members of each spread by host.
    private var spread: [[Int: Int]]

    init(_ rules: PackingRules) {
        self.rules = rules
        limited = Array(repeating: 0, count: rules.limits.count)
        spread = Array(repeating: [:], count: rules.spreads.count)
    }

    mutating func put(_ item: Int, _ bin: Int, _ type: Int) { change(item, bin, type, by: 1) }

    mutating func take(_ item: Int, _ bin: Int, _ type: Int) { change(item, bin, type, by: -1) }

    private mutating func change(_ item: Int, _ bin: Int, _ type: Int, by step: Int) {
        for (l, limit) in rules.limits.enumerated() where limit.types.contains(type) && limit.members.contains(item) {
            limited[l] += step * limit.weight(item)
        }
        for (s, group) in rules.spreads.enumerated() where group.members.contains(item) {
            let count = (spread[s][bin] ?? 0) + step
            spread[s][bin] = count == 0 ? nil : count
        }
    }

    /// The item may join the host once `leaving`, which are on that host now, have left it.
    func allows(_ item: Int, _ bin: Int, _ type: Int, leaving: Int, _ other: Int) -> Bool {
        if !rules.allowed.isEmpty, !rules.allowed[item][type] { return false }
        for (l, limit) in rules.limits.enumerated() where limit.types.contains(type) && limit.members.contains(item) {
            let gone = limit.weight(leaving) + limit.weight(other)
            if limited[l] - gone + limit.weight(item) > limit.count { return false }
        }
        for (s, group) in rules.spreads.enumerated() where group.members.contains(item) {
            if spread[s][bin] == nil, spread[s].count >= group.hosts { return false }
        }
        return true
    }
}
