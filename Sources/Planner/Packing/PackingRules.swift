/// Rules beside `apart`, over the items and host types of one instance, by index.
struct PackingRules: Sendable {
    /// At most `count` of the members on hosts of these types together.
    struct Limit: Sendable {
        var count: Int
        var members: Set<Int>
        var types: Set<Int>
        /// How many an item counts for, where it is more than one: servers that must be together are one item.
        var weights: [Int: Int] = [:]

        func weight(_ item: Int) -> Int { members.contains(item) ? weights[item] ?? 1 : 0 }
    }

    /// The members on at most `hosts` different hosts.
    struct Spread: Sendable {
        var hosts: Int
        var members: Set<Int>
    }

    /// For each item the types it may go to; empty: no item is bound.
    var allowed: [[Bool]] = []
    var limits: [Limit] = []
    var spreads: [Spread] = []

    /// Rules that count over all hosts: the packing cannot be improved in parts.
    var areGlobal: Bool { !limits.isEmpty || !spreads.isEmpty }

    var isEmpty: Bool { allowed.isEmpty && !areGlobal }

    /// The rules of a subset of the items, in their new indices.
    func subset(_ items: [Int]) -> PackingRules {
        guard !isEmpty else { return self }
        var position: [Int: Int] = [:]
        for (new, old) in items.enumerated() { position[old] = new }
        let members = { (old: Set<Int>) in Set(old.compactMap { position[$0] }) }
        return PackingRules(
            allowed: allowed.isEmpty ? [] : items.map { allowed[$0] },
            limits: limits.map { limit in
                var part = Limit(count: limit.count, members: members(limit.members), types: limit.types)
                for (item, weight) in limit.weights { position[item].map { part.weights[$0] = weight } }
                return part
            },
            spreads: spreads.map { Spread(hosts: $0.hosts, members: members($0.members)) })
    }
}
