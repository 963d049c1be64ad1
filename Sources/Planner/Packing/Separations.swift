internal import Estate

/// Who must not share a host with whom, as the sets that were named: a set of ten thousand items costs ten thousand
/// entries, not their fifty million pairs.
struct Separations: Sendable {
    /// An item's place in a set. Two members with different keys exclude each other; copies of one id share a key unless
    /// the id stands twice in the set.
    struct Membership: Sendable {
        var set: Int32
        var key: Int32
    }

    /// For each item the sets it is in; empty when there are no sets at all.
    private let memberships: [[Membership]]

    private init(memberships: [[Membership]]) { self.memberships = memberships }

    init(_ instance: PackingInstance, source: [Int]) {
        guard let apart = instance.apart, !apart.isEmpty else {
            memberships = []
            return
        }
        var copies: [String: [Int]] = [:]
        for (item, s) in source.enumerated() { copies[instance.items[s].id, default: []].append(item) }
        var found = [[Membership]](repeating: [], count: source.count)
        for (set, ids) in apart.enumerated() {
            var times: [String: Int] = [:]
            for id in ids { times[id, default: 0] += 1 }
            for (id, count) in times {
                let items = copies[id] ?? []
                for item in items {
                    found[item].append(Membership(set: Int32(set), key: Int32(count > 1 ? item : items[0])))
                }
            }
        }
        memberships = found
    }

    var isEmpty: Bool { memberships.isEmpty }

    /// Members of the set that forces most items apart.
    var largest: Int {
        var keys: [Int32: Set<Int32>] = [:]
        for mine in memberships { for membership in mine { keys[membership.set, default: []].insert(membership.key) } }
        return keys.values.map(\.count).max() ?? 0
    }

    func subset(_ items: [Int]) -> Separations {
        isEmpty ? self : Separations(memberships: items.map { memberships[$0] })
    }

    /// The item is in no set.
    @inline(__always)
    func isFree(_ item: Int) -> Bool { memberships.isEmpty || memberships[item].isEmpty }

    func clash(_ a: Int, _ b: Int) -> Bool {
        guard !memberships.isEmpty else { return false }
        for mine in memberships[a] {
            for other in memberships[b] where mine.set == other.set && mine.key != other.key { return true }
        }
        return false
    }
}
