/// The freest hosts, most free first: a quick proof that a lost host's VMs fit, one to a host.
struct Ladder {
    private let hosts: [Int]
    private let free: [Int]

    init(_ arena: Arena) {
        let usable = arena.hostNames.indices.filter { arena.active[$0] }
        let order = usable.map { (arena.free($0), $0) }.sorted { $0 > $1 }
        hosts = order.map(\.1)
        free = order.map(\.0)
    }

    func takes(_ lost: Int, _ arena: Arena) -> Bool {
        let items = arena.members[lost]
        guard items.allSatisfy(arena.fences.isFree) else { return false }
        let sizes = items.map { arena.memory[$0] }.sorted(by: >)
        var rung = 0
        for size in sizes {
            if rung < hosts.count, hosts[rung] == lost { rung += 1 }
            guard rung < hosts.count, size <= free[rung] else { return false }
            rung += 1
        }
        return true
    }
}
