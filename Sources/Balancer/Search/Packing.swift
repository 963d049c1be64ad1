/// Do the VMs of a lost host fit on the others? Heuristics first, then a depth-first search with a limit on its steps;
/// when the limit is reached the answer is no, since nothing was proved.
struct Packing {
    private let sizes: [Int]
    private let allowed: [[Bool]?]
    private var free: [Int]
    private var steps = 0
    private let limit: Int

    init(_ arena: Arena, losing lost: Int) {
        // A VM that may run nowhere else cannot be asked to.
        let others = arena.hostNames.indices.filter { $0 != lost && arena.active[$0] }
        let items = arena.members[lost].filter { vm in
            arena.fences.isFree(vm) || others.contains { arena.fences.allows(vm, on: $0) }
        }.map { (-arena.memory[$0], $0) }.sorted(by: <).map(\.1)
        sizes = items.map { arena.memory[$0] }
        // With n VMs, only the n freest hosts matter, unless fences choose among them.
        var hosts = others.map { (-arena.free($0), $0) }.sorted(by: <).map(\.1)
        if items.allSatisfy(arena.fences.isFree) { hosts = Array(hosts.prefix(items.count)) }
        free = hosts.map(arena.free)
        limit = hosts.count <= 16 ? 200_000 : 2_000
        allowed = items.map { vm in
            arena.fences.isFree(vm) ? nil : hosts.map { arena.fences.allows(vm, on: $0) }
        }
    }

    func fits() -> Bool {
        guard sizes.first ?? 0 <= free.first ?? 0 || sizes.isEmpty else { return false }
        guard sizes.reduce(0, +) <= free.reduce(0, { $0 + max(0, $1) }) else { return false }
        if greedy(best: true) || greedy(best: false) { return true }
        var copy = self
        return copy.search(0)
    }

    private func takes(_ item: Int, _ host: Int) -> Bool {
        allowed[item].map { $0[host] } ?? true
    }

    /// Best fit (fullest host that still takes it) or worst fit (freest).
    private func greedy(best: Bool) -> Bool {
        var left = free
        for (item, size) in sizes.enumerated() {
            var choice: Int?
            for host in left.indices where left[host] >= size && takes(item, host) {
                guard let current = choice else {
                    choice = host
                    continue
                }
                if best ? left[host] < left[current] : left[host] > left[current] { choice = host }
            }
            guard let choice else { return false }
            left[choice] -= size
        }
        return true
    }

    private mutating func search(_ item: Int) -> Bool {
        guard item < sizes.count else { return true }
        steps += 1
        guard steps < limit else { return false }
        var tried: Set<Int> = []
        for host in free.indices where free[host] >= sizes[item] && takes(item, host) {
            // Two hosts with the same room are the same choice, as long as no fence tells them apart.
            if allowed.allSatisfy({ $0 == nil }), !tried.insert(free[host]).inserted { continue }
            free[host] -= sizes[item]
            if search(item + 1) { return true }
            free[host] += sizes[item]
        }
        return false
    }
}
